// What the pages call their controls, read from their own catalogs; what districts say is written out in the tests.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const FOLDER = resolve(import.meta.dirname, "../../../host/web/ui/texts");

export type Say = (key: string) => string;

/** Texts of a language, those without arguments. */
export function wordsOf(language: string): Say {
    const files = [`${language}.ftl`, `staff/${language}.ftl`].map((file) => resolve(FOLDER, file));
    const lines = files.flatMap((file) => readFileSync(file, "utf8").split("\n"));
    const texts = new Map(
        lines.flatMap((line) => [...line.matchAll(/^([a-z][\w-]*) = ([^{}]+)$/g)].map((m) => [m[1], m[2]])),
    );
    return (key) => {
        const text = texts.get(key);
        if (text === undefined) throw new Error(`${language}.ftl has no plain text ${key}`);
        return text;
    };
}
