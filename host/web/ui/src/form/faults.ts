// Which answers stand in the way: no answer to their question, or refused by a judge, or to be mended.
import { isAsked, type Node } from "./blocks";
import { type Answers, isAnswered, type Question, unfit } from "./question";

/** Question → what is wrong with its answer, in the reader's language. */
export type Faults = Record<string, string>;

/** Answers that are no answer to their question: typed, kept, and never sent to be judged. `refused` by a judge count too. */
export function faultsOf(nodes: Node[], answers: Answers, refused: Faults, say: (key: string) => string): Faults {
    const faults: Faults = {};
    for (const node of nodes.filter(isAsked)) {
        const answer = answers[node.id];
        if (!isAnswered(answer)) continue;
        const fault = unfit({ ...node, kind: node.kind as Question["kind"] }, answer!);
        if (fault) faults[node.id] = say(fault);
        else if (refused[node.id]) faults[node.id] = refused[node.id]!;
    }
    return faults;
}

/** What is sent to be judged: without what cannot be an answer. */
export function judgeable(answers: Answers, faults: Faults): Answers {
    return Object.fromEntries(Object.entries(answers).filter(([id, answer]) => isAnswered(answer) && !(id in faults)));
}

/** The faults without one question's, because its answer has changed. */
export function without(faults: Faults, id: string): Faults {
    const { [id]: _, ...others } = faults;
    return others;
}

/** The question a judge refused, from where its problem lies: `answers.age` → `age`. */
export function refusedAt(place: string | null | undefined): string | undefined {
    return /^answers\.(.+)$/.exec(place ?? "")?.[1];
}
