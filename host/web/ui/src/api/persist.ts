// Keeping at what takes long, through restarts of the host and gaps in the network.
import { Problem } from "./problem";

const FIRST = 1_000;
const LONGEST = 15_000;

/**
 * Tries until it succeeds, is told to stop, or fails for a reason that trying again does not mend, which is thrown. `lost` hears of
 * each try that failed; pauses grow until one of them is heard of again.
 */
export async function persist(
    attempt: (heard: () => void) => Promise<void>,
    lost: (problem: Problem) => void,
    signal: AbortSignal,
    wait = pause,
): Promise<void> {
    let next = FIRST;
    while (!signal.aborted) {
        try {
            return await attempt(() => (next = FIRST));
        } catch (thrown) {
            if (signal.aborted) return;
            const problem = Problem.from(thrown);
            if (!problem.passing) throw problem;
            lost(problem);
        }
        await wait(next, signal);
        next = Math.min(2 * next, LONGEST);
    }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
        const done = () => {
            clearTimeout(timer);
            signal.removeEventListener("abort", done);
            resolve();
        };
        const timer = setTimeout(done, ms);
        signal.addEventListener("abort", done);
    });
}
