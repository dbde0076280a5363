// Runs in a page of the host: the pages' own way to a component, with its answers as bare text, beside the server's.
import { BrowserSide } from "../../../host/web/ui/src/component/browser";
import { describe, load } from "../../../host/web/ui/src/component/load";
import { makeWorker, open, type Answers } from "../../../host/web/ui/src/component/runner";
import { speak } from "../../../host/web/ui/src/words";
import { answersFor, seeded } from "./answers";

export { open };

/** What two sides said to the same answers. */
export interface Told {
    answers: string;
    browser: string;
    server: string;
}

export interface Compared {
    digest: string;
    questions: number;
    /** Those on which the sides do not agree; the first of them. */
    apart: Told[];
    states: number;
    refusals: number;
    /** How many different answers there were: one that never changes proves nothing. */
    different: number;
}

/** Answers `count` generated sets of a checklist on both sides. */
export async function compare(region: string, checklist: string, language: string, count: number): Promise<Compared> {
    await speak(language);
    const { side, described } = await start(region, checklist);
    const random = seeded(20_261_123);
    const sets = Array.from({ length: count }, () => answersFor(described.form.nodes, random));
    const server = askAll(region, checklist, language, sets);
    const apart: Told[] = [];
    const seen = new Set<string>();
    let refusals = 0;
    for (const [at, answers] of sets.entries()) {
        const sent = JSON.stringify(answers);
        const answer = await side.state(sent);
        const refused = answer !== undefined && "refusal" in answer;
        const told = {
            answers: sent,
            browser: JSON.stringify(refused ? answer.refusal : answer),
            server: await server[at]!,
        };
        if (refused) refusals++;
        seen.add(told.browser);
        if (told.browser !== told.server && apart.length < 3) apart.push(told);
    }
    side.close();
    const questions = described.form.nodes.filter((node) => node.kind !== "group" && node.kind !== "note").length;
    return { digest: described.component, questions, apart, states: count - refusals, refusals, different: seen.size };
}

/** The way of one keystroke, many times: there and back, in milliseconds; beside it the server's. */
export async function keystrokes(region: string, checklist: string, rounds: number, batch: number) {
    const { side, described } = await start(region, checklist);
    const random = seeded(7);
    const honest = () => answersFor(described.form.nodes, random, { wrong: 0, left: 0.3 });
    const state = (answers: Answers) => side.state(JSON.stringify(answers));
    const ask = async (answers: Answers) => void (await post(region, checklist, "zh", answers));
    for (let warm = 0; warm < 200; warm++) await state(honest());
    const browser = await timed(rounds, batch, honest, state);
    const server = await timed(Math.ceil(rounds / 5), batch, honest, ask);
    side.close();
    return { nodes: described.form.nodes.length, browser, server };
}

/** Means of a few, because a page's clock is coarse; with the pause of a quick typist between them. */
async function timed(rounds: number, batch: number, make: () => Answers, call: (answers: Answers) => Promise<unknown>) {
    const means: number[] = [];
    for (let round = 0; round < rounds; round++) {
        let spent = 0;
        for (const answers of Array.from({ length: batch }, make)) {
            await new Promise((resolve) => setTimeout(resolve, 10));
            const began = performance.now();
            await call(answers);
            spent += performance.now() - began;
        }
        means.push(spent / batch);
    }
    return means.sort((a, b) => a - b);
}

async function start(region: string, checklist: string) {
    const described = await describe(region, checklist);
    if (described === undefined) throw new Error(`${checklist} does not run in browsers`);
    const side = new BrowserSide(makeWorker(), described.budget_ms);
    await side.start(await load(described, Date.now()));
    return { side, described };
}

/** Six at a time, as many as a browser sends. */
function askAll(region: string, checklist: string, language: string, sets: Answers[]): Promise<string>[] {
    const lanes: Promise<unknown>[] = Array.from({ length: 6 }, () => Promise.resolve());
    return sets.map((answers, at) => {
        const lane = at % lanes.length;
        const told = (lanes[lane] ?? Promise.resolve()).then(() => post(region, checklist, language, answers));
        lanes[lane] = told;
        return told;
    });
}

async function post(region: string, checklist: string, language: string, answers: Answers): Promise<string> {
    const response = await fetch(`/api/v1/regions/${region}/checklists/${checklist}/state?lang=${language}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ answers }),
    });
    return response.text();
}
