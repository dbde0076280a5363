// Generates answers from a form's own questions: honest ones, ones at the edge, ones taken back, and wrong ones.
import type { Answers, Form } from "../../../host/web/ui/src/component/runner";

type Node = Form["nodes"][number];
type Random = () => number;

/** The same numbers each time (mulberry32). */
export function seeded(seed: number): Random {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
}

const WORDS = [
    "",
    "有",
    "老人独居，行动不便",
    'a "quoted" \\ word',
    "line\nbreak\ttab",
    "😀👵🏽",
    "שלום عليكم",
    "\u0001\u2028\u007f",
    "{ $x }",
];

export function answersFor(nodes: Node[], random: Random, { wrong = 0.006, left = 0.2 } = {}): Answers {
    const answers: Answers = {};
    for (const node of shuffled(nodes, random)) {
        if (node.kind === "group" || node.kind === "note" || random() < left) continue;
        if (random() < 0.05) answers[node.id] = null;
        else answers[node.id] = random() < wrong ? wrongFor(node, random) : honest(node, random);
    }
    if (random() < wrong * 2) answers[pick(["nobody", "", "一".repeat(70), nodes[0]?.id ?? "x"], random)] = true;
    return answers;
}

function honest(node: Node, random: Random): Answers[string] {
    const [min, max] = [node.min ?? 0, node.max ?? 1];
    const codes = (node.choices ?? []).map((choice) => choice.code);
    switch (node.kind) {
        case "flag":
            return random() < 0.5;
        case "integer":
            return pick(
                [
                    min,
                    max,
                    min,
                    Math.round(min + random() * (max - min)),
                    Math.round(Math.min(max, min + random() * 10)),
                ],
                random,
            );
        case "decimal":
            return pick([min, max, min + random() * (max - min), Math.round(min + random() * (max - min))], random);
        case "text": {
            const longest = node.longest ?? 10;
            const word = [...pick(WORDS, random)].slice(0, longest).join("");
            return random() < 0.1 ? "网".repeat(Math.min(longest, 2_000)) : word;
        }
        case "date":
            return pick(
                ["1926-02-28", "2024-02-29", "0001-01-01", "9999-12-31", near(random), near(random), near(random)],
                random,
            );
        case "one":
            return pick(codes, random);
        default:
            return shuffled(
                codes.filter(() => random() < 0.4),
                random,
            );
    }
}

/** A day within three years of today. */
function near(random: Random): string {
    const days = Math.round((random() - 0.6) * 1_100);
    return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

function wrongFor(node: Node, random: Random): Answers[string] {
    const [min, max] = [node.min ?? 0, node.max ?? 1];
    const beyond = node.kind === "text" ? "字".repeat((node.longest ?? 10) + 1) : "no-such-code";
    return pick<Answers[string]>(
        [
            min - 1,
            max + 1,
            0.5,
            1e21,
            1e-7,
            -9_223_372_036_854_775_808,
            "八十",
            beyond,
            "2023-02-29",
            "20240229",
            {},
            [],
            [1],
            ["no-such-code"],
            { a: [null, 1.5] },
            "true",
        ],
        random,
    );
}

function pick<T>(of: T[], random: Random): T {
    const one = of[Math.floor(random() * of.length)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
}

function shuffled<T>(of: T[], random: Random): T[] {
    return of
        .map((one) => ({ one, at: random() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one);
}
