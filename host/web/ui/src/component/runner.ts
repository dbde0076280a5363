// Answers how a half-filled checklist stands: by the plugin's own component in a worker, and where that cannot be, by the server.
import { api, got } from "../api/client";
import { Problem } from "../api/problem";
import type { Json } from "./answers";
import { Broken, BrowserSide, type WorkerEnd } from "./browser";
import { Latest } from "./latest";
import { describe, type Form, formAbout, formOf, load, type Subject } from "./load";
import type { FormState } from "./standing";

export type { Form, FormState, Subject };
export type Answers = Record<string, Json>;

/** Why the server answers from now on. `absent` and `unsupported` are nobody's fault. */
export interface FallbackReason {
    code: "absent" | "unsupported" | Broken["code"];
    /** For the log, not for readers. */
    detail: string;
}

export interface Runner {
    /**
     * How the form stands with these answers. Of several questions asked at once the latest wins: all get its answer. Throws
     * a `Problem` for a wrong answer, and where browser and server are both out of reach; the caller keeps the answers.
     */
    state(answers: Answers): Promise<FormState>;
    readonly where: "browser" | "server";
    /** The digest that a submission names; none where the server chooses. */
    readonly component: string | null;
    close(): void;
}

export interface Options {
    /** The reader's language, which the client tells the host too; a reader of another one opens anew. */
    language?: string;
    /** Whom the checklist is about; only for who may fill it. */
    subject?: Subject | undefined;
    /** Told once, when the server takes over. */
    onFallback(why: FallbackReason): void;
    /** Makes the worker; tests put another in its place. */
    makeWorker?: () => WorkerEnd;
}

/** Opens a checklist for filling in. The form is there at once; the component follows while it is read. */
export async function open(
    region: string,
    checklist: string,
    options: Options,
): Promise<{ form: Form; runner: Runner }> {
    const described = await describe(region, checklist);
    const received = Date.now();
    const { subject } = options;
    const about = subject && (await formAbout(region, checklist, subject));
    const form = about ?? described?.form ?? (await formOf(region, checklist));
    const server = (answers: string) => askServer(region, checklist, answers, subject);
    const here = new Both(server, described?.component ?? null, options.onFallback);
    if (described === undefined) {
        here.giveUp({ code: "absent", detail: "the server keeps this component to itself" });
    } else if (typeof WebAssembly === "undefined" || (typeof Worker === "undefined" && !options.makeWorker)) {
        here.giveUp({ code: "unsupported", detail: "no WebAssembly, or no workers" });
    } else {
        const side = new BrowserSide((options.makeWorker ?? makeWorker)(), described.budget_ms);
        here.use(side, begin(side, load(described, received, form.known ?? [])));
    }
    return { form, runner: here };
}

async function begin(side: BrowserSide, loading: ReturnType<typeof load>): Promise<void> {
    const start = await loading.catch((error: unknown) => {
        throw new Broken("unloadable", String(error));
    });
    await side.start(start);
}

/** The worker that a component runs in. */
export function makeWorker(): Worker {
    return new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "component" });
}

function askServer(region: string, checklist: string, spelled: string, subject?: Subject): Promise<FormState> {
    const path = { code: region, id: checklist };
    const answers = JSON.parse(spelled) as Answers;
    const asked = api.POST("/api/v1/regions/{code}/checklists/{id}/state", {
        params: { path },
        body: { answers, subject: subject ?? null },
    });
    return got(asked);
}

/** The browser as long as it can, the server for good after that. */
class Both implements Runner {
    private side: BrowserSide | undefined;
    private closed = false;
    private started: Promise<void> = Promise.resolve();
    private readonly latest = new Latest((answers: string) => this.answer(answers));

    constructor(
        private readonly server: (answers: string) => Promise<FormState>,
        readonly component: string | null,
        private readonly onFallback: (why: FallbackReason) => void,
    ) {}

    get where(): "browser" | "server" {
        return this.side === undefined ? "server" : "browser";
    }

    use(side: BrowserSide, started: Promise<void>): void {
        this.side = side;
        this.started = started;
        // A page that never asks is told all the same.
        started.catch((thrown: unknown) => this.fallBack(thrown));
    }

    state(answers: Answers): Promise<FormState> {
        return this.latest.ask(spelled(answers));
    }

    close(): void {
        this.closed = true;
        this.side?.close();
    }

    giveUp(why: FallbackReason): void {
        this.side = undefined;
        this.onFallback(why);
    }

    private async answer(answers: string): Promise<FormState> {
        const here = await this.answerHere(answers);
        // Nobody reads the answer any more: what was typed goes nowhere.
        if (here === undefined && this.closed) throw Problem.own("closed");
        return here ?? this.server(answers);
    }

    /** The browser's answer; none where it has none to give. */
    private async answerHere(answers: string): Promise<FormState | undefined> {
        if (this.side === undefined) return undefined;
        try {
            await this.started;
            const answer = await this.side?.state(answers);
            if (answer !== undefined && "refusal" in answer) throw Problem.dto(answer.refusal);
            return answer;
        } catch (thrown) {
            if (thrown instanceof Problem) throw thrown;
            this.fallBack(thrown);
            return undefined;
        }
    }

    private fallBack(thrown: unknown): void {
        if (this.side === undefined) return;
        const broken = thrown instanceof Broken ? thrown : new Broken("crashed", String(thrown));
        this.side.close();
        this.side = undefined;
        if (broken.code !== "closed") this.onFallback({ code: broken.code, detail: broken.detail });
    }
}

/** Answers as the server gets them. Half a character, which only broken input makes, becomes the sign for one. */
function spelled(answers: Answers): string {
    return JSON.stringify(answers, (_, value: unknown) => (typeof value === "string" ? wellFormed(value) : value));
}

function wellFormed(text: string): string {
    return text.replace(/[\uD800-\uDFFF]/gu, "\uFFFD");
}
