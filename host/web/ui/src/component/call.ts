// The call as the server would make it: where, when, for whom, how configured; and the limit of how often it may be asked.
import type { Context, Field, Region, Value } from "./contract";
import { dayAt, dayOf } from "./dates";

/** A setting as the module's description has it; whole numbers are text there. */
export interface Setting {
    type: string;
    value?: unknown;
}

export interface Call {
    path: Region[];
    now: string;
    role: string;
    day_exceptions: string[];
    settings: Record<string, Setting>;
}

/** What the server says it would tell the component of whom the checklist is about. */
export interface Known {
    key: string;
    cell: string;
    type?: string | null;
    value?: unknown;
}

/** The same in the component's words. What cannot be understood is unknown, never an empty value. */
export function fieldsOf(known: Known[]): Field[] {
    return known.map(({ key, cell, type, value }) => {
        if (cell === "present" && type) return { key, cell: { tag: "present", val: valueOf({ type, value }) } };
        return { key, cell: { tag: cell === "withheld" ? "withheld" : "unknown" } };
    });
}

/** The component asked the host more often than the server would let it. */
export class AskedTooOften extends Error {}

/** What stays the same from call to call. */
export class CallFacts {
    readonly path: Region[];
    readonly role: string;
    readonly dayExceptions: number[];
    private readonly settings: Map<string, Value>;
    private readonly serverAhead: number;

    /** `received` is this device's clock when the description came; the server's goes on from what it said then. */
    constructor(call: Call, received: number) {
        this.path = call.path;
        this.role = call.role;
        this.dayExceptions = call.day_exceptions.map((day) => dayOf(day) ?? 0);
        this.settings = new Map(Object.entries(call.settings).map(([key, setting]) => [key, valueOf(setting)]));
        this.serverAhead = Date.parse(call.now) - received;
    }

    now(): number {
        return Date.now() + this.serverAhead;
    }

    setting(key: string): Value | undefined {
        return this.settings.get(key);
    }
}

/** Counts what a component asks during one call. */
export class Budget {
    private asked = 0;

    constructor(private readonly most: number) {}

    spend(): void {
        if (++this.asked > this.most) throw new AskedTooOften(`more than ${this.most} calls of the host`);
    }
}

/** The resource of one call. The generated script checks that what it is handed is one of these. */
export class CallContext implements Context {
    private readonly at: number;

    constructor(
        private readonly facts: CallFacts,
        private readonly budget: Budget,
    ) {
        // The clock stands still during a call.
        this.at = facts.now();
    }

    region(): Region {
        this.budget.spend();
        const region = this.facts.path.at(-1);
        if (region === undefined) throw new Error("the call has no region");
        return region;
    }

    path(): Region[] {
        this.budget.spend();
        return this.facts.path;
    }

    now(): bigint {
        this.budget.spend();
        return BigInt(this.at);
    }

    today(): number {
        this.budget.spend();
        return dayAt(this.at);
    }

    role(): string {
        this.budget.spend();
        return this.facts.role;
    }

    dayExceptions(): number[] {
        this.budget.spend();
        return this.facts.dayExceptions;
    }

    setting(key: string): Value | undefined {
        this.budget.spend();
        return this.facts.setting(key);
    }
}

function valueOf({ type, value }: Setting): Value {
    switch (type) {
        case "flag":
            return { tag: "flag", val: value === true };
        case "integer":
            return { tag: "integer", val: BigInt(String(value)) };
        case "decimal":
            return { tag: "decimal", val: Number(value) };
        case "date":
            return { tag: "date", val: dayOf(String(value)) ?? 0 };
        case "instant":
            return { tag: "instant", val: BigInt(Date.parse(String(value))) };
        case "codes":
            return { tag: "codes", val: Array.isArray(value) ? value.map(String) : [] };
        default:
            return { tag: "text", val: String(value) };
    }
}
