// What `window.probe` offers to a test, without the sources it is built from.

export interface Told {
    answers: string;
    browser: string;
    server: string;
}

export interface Compared {
    digest: string;
    questions: number;
    apart: Told[];
    states: number;
    refusals: number;
    different: number;
}

export interface Probe {
    open(
        region: string,
        checklist: string,
        options: { onFallback(why: { code: string; detail: string }): void },
    ): Promise<{ runner: Runner }>;
    compare(region: string, checklist: string, language: string, count: number): Promise<Compared>;
    keystrokes(
        region: string,
        checklist: string,
        rounds: number,
        batch: number,
    ): Promise<{ nodes: number; browser: number[]; server: number[] }>;
}

export interface Runner {
    state(answers: Record<string, unknown>): Promise<{ complete: boolean; nodes: { problems: string[] }[] }>;
    readonly where: "browser" | "server";
    readonly component: string | null;
    close(): void;
}
