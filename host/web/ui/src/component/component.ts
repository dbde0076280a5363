// A component in this browser: the generated script joins the core modules anew for each call, so that nothing stays behind.
import { Budget, CallContext, type CallFacts } from "./call";
import type { Checklists, Context } from "./contract";

type CoreModule = (name: string) => WebAssembly.Module;
interface Imports {
    "lifang:plugin/types": { Context: typeof CallContext };
    "lifang:data/log": { write(level: string, message: string): void };
}
interface CoreBytes {
    name: string;
    bytes: ArrayBuffer;
}
interface Script {
    instantiate(core: CoreModule, imports: Imports): { checklists: Checklists };
}

// The script offers each function to be suspended, which nothing here is. Where a browser knows no suspending, to find that out
// takes it milliseconds for each instance; where it does, wrappers are made that nobody calls.
Reflect.set(WebAssembly, "promising", (plain: unknown) => plain);

interface Instance {
    checklists: Checklists;
    budget: Budget;
}

export class Component {
    private spare: Instance | undefined;

    private constructor(
        private readonly script: Script,
        private readonly core: CoreModule,
        private readonly hostCalls: number,
    ) {}

    /** Takes over the script and compiles the cores. Both were held against their digests by who fetched them. */
    static async load(script: ArrayBuffer, cores: CoreBytes[], hostCalls: number): Promise<Component> {
        const compiled = new Map<string, WebAssembly.Module>();
        const compiling = cores.map(async ({ name, bytes }) => compiled.set(name, await WebAssembly.compile(bytes)));
        const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
        try {
            const loaded = (await import(/* @vite-ignore */ url)) as Script;
            await Promise.all(compiling);
            const core = (name: string) => {
                const module = compiled.get(name);
                if (module === undefined) throw new Error(`the script asks for ${name}, which was not sent`);
                return module;
            };
            return new Component(loaded, core, hostCalls);
        } finally {
            URL.revokeObjectURL(url);
        }
    }

    /** Makes one call of a fresh instance. */
    call<T>(facts: CallFacts, make: (checklists: Checklists, call: Context) => T): T {
        const { checklists, budget } = this.spare ?? this.fresh();
        this.spare = undefined;
        return make(checklists, new CallContext(facts, budget));
    }

    /** Has the next instance ready before anybody waits for it. */
    prepare(): void {
        this.spare ??= this.fresh();
    }

    private fresh(): Instance {
        const budget = new Budget(this.hostCalls);
        const { checklists } = this.script.instantiate(this.core, {
            "lifang:plugin/types": { Context: CallContext },
            // Its author reads the server's log; here a message only counts.
            "lifang:data/log": { write: () => budget.spend() },
        });
        return { checklists, budget };
    }

    /** Whether a component said that it will not answer, rather than failed. */
    static declined(thrown: unknown): boolean {
        return !(thrown instanceof Error) || "payload" in thrown;
    }
}
