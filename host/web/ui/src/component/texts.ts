// Texts of plugins in the reader's language, letter for letter as `host/core/src/text.rs` says them.
import { FluentBundle, FluentNumber, FluentResource } from "@fluent/bundle";
import type { Text, Value } from "./contract";
import { dayWritten, momentWritten } from "./dates";
import { displayed } from "./numbers";

/** A text that the server would refuse, because something in it cannot be written down. */
export class Unsayable extends Error {}

// The server's Fluent knows no grouping and no decimal comma; a `1.50` in a catalog keeps its last digit. Only this worker loads
// this module, so nobody else's numbers are touched.
FluentNumber.prototype.toString = function (this: FluentNumber): string {
    const written = displayed(this.value);
    const least = this.opts.minimumFractionDigits ?? 0;
    if (least === 0) return written;
    const [before, after = ""] = written.split(".");
    return `${before}.${after.padEnd(least, "0")}`;
};

export interface Catalog {
    language: string;
    source: string;
}

/** Catalogs, in the order in which they are asked. */
export class Catalogs {
    private readonly bundles: FluentBundle[];

    constructor(catalogs: Catalog[]) {
        this.bundles = catalogs.map(({ language, source }) => {
            const bundle = new FluentBundle(language, { useIsolating: false });
            // Nor does it know any function.
            bundle._functions = {};
            bundle.addResource(new FluentResource(source));
            return bundle;
        });
    }

    /** The text in the first catalog that has it; the key in brackets where none has. */
    say(text: Text): string {
        const args = Object.fromEntries(text.args.map(([name, value]) => [name, argument(value)]));
        for (const bundle of this.bundles) {
            const pattern = bundle.getMessage(text.key)?.value;
            if (pattern != null) return bundle.formatPattern(pattern, args, []);
        }
        return `[${text.key}]`;
    }
}

function argument(value: Value): string | FluentNumber {
    switch (value.tag) {
        case "flag":
            return String(value.val);
        case "integer":
            return new FluentNumber(Number(value.val));
        case "decimal":
            if (!Number.isFinite(value.val)) throw new Unsayable(`decimal ${value.val}`);
            return new FluentNumber(value.val);
        case "text":
            return value.val;
        case "date":
            return written(dayWritten(value.val), `day ${value.val}`);
        case "instant":
            return written(momentWritten(value.val), `moment ${value.val}`);
        case "codes":
            return value.val.join("、");
    }
}

function written(text: string | undefined, what: string): string {
    if (text === undefined) throw new Unsayable(what);
    return text;
}
