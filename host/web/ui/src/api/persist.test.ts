// A line that is cut is taken up again; what trying again does not mend is told at once.
import { expect, test } from "vitest";
import { persist } from "./persist";
import { Problem } from "./problem";

async function tried(outcomes: ("cut" | "heard" | "refused" | "done")[], signal = new AbortController().signal) {
    const [waits, lost]: [number[], string[]] = [[], []];
    const wait = async (ms: number) => void waits.push(ms);
    const attempt = async (heard: () => void) => {
        const outcome = outcomes.shift()!;
        if (outcome === "done") return;
        if (outcome === "refused") throw Problem.dto({ code: "import-unknown", status: 404 } as never);
        if (outcome === "heard") heard();
        throw Problem.offline();
    };
    const ended = await persist(attempt, (problem) => lost.push(problem.code), signal, wait).then(
        () => "done",
        (thrown: Problem) => thrown.code,
    );
    return { ended, waits, lost: lost.length, left: outcomes.length };
}

test("a line that is cut is taken up again, ever later, and at once after something was heard", async () => {
    expect(await tried(["cut", "cut", "cut", "heard", "done"])).toEqual({
        ended: "done",
        waits: [1_000, 2_000, 4_000, 1_000],
        lost: 4,
        left: 0,
    });
    const long = await tried([...Array<"cut">(8).fill("cut"), "done"]);
    expect(Math.max(...long.waits)).toBe(15_000);
});

test("what trying again does not mend is thrown, and whoever has left is not kept", async () => {
    expect(await tried(["cut", "refused", "done"])).toMatchObject({ ended: "import-unknown", left: 1 });
    const gone = new AbortController();
    gone.abort();
    expect(await tried(["cut", "done"], gone.signal)).toMatchObject({ ended: "done", waits: [], left: 2 });
});
