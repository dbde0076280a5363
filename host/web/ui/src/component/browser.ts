// The page's end of the worker: one question at a time, each with a deadline, and no second chance for a worker that failed.
import type { Failing, FromWorker, Start, ToWorker } from "./messages";
import type { FormState } from "./standing";
import type { Refusal } from "./refusal";

/** Why the browser cannot go on by itself. */
export class Broken extends Error {
    constructor(
        readonly code: Failing | "overstayed" | "crashed" | "closed",
        readonly detail: string,
    ) {
        super(`${code}: ${detail}`);
    }
}

/** As much of a `Worker` as is used here. */
export type WorkerEnd = Pick<Worker, "postMessage" | "terminate" | "onmessage" | "onerror" | "onmessageerror">;

/** Phones compile slowly, and a form is no use before. */
export const START_MS = 15_000;
/** What a phone may be slower than the server, and the way there and back. */
const ALLOWANCE_MS = 300;
/** An answer may lie in the queue behind the timer when the page itself was busy. */
const GRACE_MS = 50;

export class BrowserSide {
    private waiting: { resolve: (answer: FromWorker) => void; reject: (broken: Broken) => void } | undefined;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private broken: Broken | undefined;

    constructor(
        private readonly worker: WorkerEnd,
        private readonly budgetMs: number,
    ) {
        worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
            if (data.kind === "failed") this.break(new Broken(data.code, data.detail));
            else this.settle((waiting) => waiting.resolve(data));
        };
        worker.onerror = (event) => {
            event.preventDefault();
            this.break(new Broken("crashed", event.message));
        };
        worker.onmessageerror = () => this.break(new Broken("crashed", "an unreadable message"));
    }

    /** Hands over the module; answers when the component has told its form. */
    async start(start: Start): Promise<void> {
        const buffers = [start.script, ...start.cores.map((core) => core.bytes)];
        await this.exchange(start, START_MS, buffers);
    }

    /** How the form stands; the refusal of a wrong answer; nothing where the component declined. */
    async state(answers: string): Promise<FormState | { refusal: Refusal } | undefined> {
        const answer = await this.exchange({ kind: "state", answers }, this.budgetMs + ALLOWANCE_MS);
        if (answer.kind === "state") return answer.state;
        return answer.kind === "refused" ? { refusal: answer.refusal } : undefined;
    }

    close(): void {
        this.break(new Broken("closed", "the page closed it"));
    }

    private exchange(message: ToWorker, ms: number, buffers: ArrayBuffer[] = []): Promise<FromWorker> {
        return new Promise((resolve, reject) => {
            if (this.broken !== undefined) return reject(this.broken);
            this.waiting = { resolve, reject };
            const kill = () => this.break(new Broken("overstayed", `no answer in ${ms} ms`));
            this.timer = setTimeout(() => (this.timer = setTimeout(kill, GRACE_MS)), ms);
            this.worker.postMessage(message, buffers);
        });
    }

    private settle(tell: (waiting: NonNullable<BrowserSide["waiting"]>) => void): void {
        clearTimeout(this.timer);
        const waiting = this.waiting;
        this.waiting = undefined;
        if (waiting !== undefined) tell(waiting);
    }

    private break(broken: Broken): void {
        this.broken ??= broken;
        this.worker.terminate();
        this.settle((waiting) => waiting.reject(broken));
    }
}
