// Every language says everything, and the pages ask for nothing that is not there.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bundle } from ".";

const texts = join(import.meta.dirname, "../../texts");
const catalogs = readdirSync(texts).map((file) => {
    const source = readFileSync(join(texts, file), "utf8");
    bundle(file.replace(".ftl", ""), source);
    return { file, keys: [...source.matchAll(/^([a-z][\w-]*) =/gm)].map((match) => match[1]!).sort() };
});
const keys = new Set(catalogs[0]!.keys);

function sources(folder: string): string[] {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(vue|ts)$/.test(file) && !file.endsWith(".test.ts"))
        .map((file) => readFileSync(join(folder, file), "utf8"));
}

test("the languages have the same texts, none of them twice", () => {
    for (const { file, keys: own } of catalogs) {
        expect(own, file).toEqual(catalogs[0]!.keys);
        expect(new Set(own).size, `${file} says something twice`).toBe(own.length);
    }
});

test("what the pages say is in the catalogs, and nothing else is", () => {
    const code = sources(join(import.meta.dirname, "..")).join("\n");
    const said = [...code.matchAll(/\bsay\(\s*["']([\w-]+)["']/g)].map((match) => match[1]!);
    expect(said.length).toBeGreaterThan(50);
    for (const key of said) expect(keys, key).toContain(key);
    // Keys made of parts (`level-${…}`) are known by how they begin.
    const begun = [...code.matchAll(/\bsay\(\s*`([\w-]+)\$\{/g), ...code.matchAll(/sayCode\("([\w-]+)"/g)].map(
        (match) => match[1]!,
    );
    const quoted = new Set([...code.matchAll(/["'`]([a-z][\w-]+)["'`]/g)].map((match) => match[1]!));
    const unused = [...keys].filter((key) => !quoted.has(key) && !begun.some((start) => key.startsWith(start)));
    expect(unused).toEqual([]);
});
