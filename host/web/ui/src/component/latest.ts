// Lets the latest input win: one piece of work at a time, and what came meanwhile gives way to the last of it.

interface Waiting<I, O> {
    input: I;
    asking: { resolve: (output: O) => void; reject: (reason: unknown) => void }[];
}

export class Latest<I, O> {
    private busy = false;
    private next: Waiting<I, O> | undefined;

    constructor(private readonly work: (input: I) => Promise<O>) {}

    /** The answer to `input`, or to a later input where one came before its turn. Answers come in the order of asking. */
    ask(input: I): Promise<O> {
        return new Promise((resolve, reject) => {
            this.next = { input, asking: [...(this.next?.asking ?? []), { resolve, reject }] };
            if (!this.busy) void this.run();
        });
    }

    private async run(): Promise<void> {
        this.busy = true;
        while (this.next !== undefined) {
            const { input, asking } = this.next;
            this.next = undefined;
            try {
                const output = await this.work(input);
                for (const { resolve } of asking) resolve(output);
            } catch (reason) {
                for (const { reject } of asking) reject(reason);
            }
        }
        this.busy = false;
    }
}
