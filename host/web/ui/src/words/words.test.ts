// Every language says everything, and the pages ask for nothing that is not there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { bundle } from ".";

const texts = join(import.meta.dirname, "../../texts");
/** The catalogs of all, and of each folder: what only some pages say. */
const parts = ["", ...readdirSync(texts).filter((name) => !name.endsWith(".ftl"))].map((part) =>
    readdirSync(join(texts, part))
        .filter((name) => name.endsWith(".ftl"))
        .map((name) => ({ file: join(part, name), source: readFileSync(join(texts, part, name), "utf8") }))
        .map(({ file, source }) => {
            const keys = [...source.matchAll(/^([a-z][\w-]*) =/gm)].map((match) => match[1]!).sort();
            // What Fluent cannot read it leaves out without a word.
            const read = bundle(file.replace(/^.*\/|\.ftl$/g, ""), source);
            const unread = keys.filter((key) => !read.getMessage(key)?.value);
            if (unread.length > 0) throw new Error(`${file}: not Fluent: ${unread.join(", ")}`);
            return { file, keys };
        }),
);
const all = parts.flatMap((catalogs) => catalogs[0]!.keys);
const keys = new Set(all);

function sources(folder: string): string[] {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(vue|ts)$/.test(file) && !file.endsWith(".test.ts"))
        .map((file) => readFileSync(join(folder, file), "utf8"));
}

test("the languages have the same texts, none of them twice", () => {
    for (const catalogs of parts) {
        expect(catalogs.map(({ file }) => file.replace(/^.*\//, ""))).toEqual(parts[0]!.map(({ file }) => file));
        for (const { file, keys: own } of catalogs) expect(own, file).toEqual(catalogs[0]!.keys);
    }
    const twice = all.filter((key, at) => all.indexOf(key) !== at);
    expect(twice).toEqual([]);
});

test("residents' pages say nothing that only staff's catalog has", () => {
    const ofStaff = new Set(parts.at(1)?.[0]!.keys);
    const imports = (file: string) =>
        [...readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)].map((match) => resolve(file, "..", match[1]!));
    const withEnding = (path: string) =>
        [path, `${path}.ts`, `${path}.vue`, `${path}/index.ts`].find((one) => /\.\w+$/.test(one) && existsSync(one));
    const pages = join(import.meta.dirname, "../pages");
    const open = readdirSync(pages)
        .map((name) => join(pages, name))
        .filter((file) => !/from "\.\.\/staff\//.test(readFileSync(file, "utf8")));
    const seen = new Set<string>();
    for (let file = open.pop(); file; file = open.pop()) {
        if (seen.has(file)) continue;
        seen.add(file);
        open.push(...imports(file).flatMap((path) => withEnding(path) ?? []));
        const said = [...readFileSync(file, "utf8").matchAll(/["'`]([a-z][\w-]+)["'`$]/g)].map((match) => match[1]!);
        expect(
            said.filter((key) => ofStaff.has(key)),
            file,
        ).toEqual([]);
    }
    expect(seen.size).toBeGreaterThan(30);
});

test("what the pages say is in the catalogs, and nothing else is", () => {
    const code = sources(join(import.meta.dirname, "..")).join("\n");
    const said = [...code.matchAll(/\bsay\(\s*["']([\w-]+)["']/g)].map((match) => match[1]!);
    expect(said.length).toBeGreaterThan(50);
    for (const key of said) expect(keys, key).toContain(key);
    // Keys made of parts (`level-${…}`) are known by how they begin.
    const begun = [...code.matchAll(/\bsay\(\s*`([\w-]+)\$\{/g), ...code.matchAll(/sayCode\(["']([\w-]+)["']/g)].map(
        (match) => match[1]!,
    );
    const quoted = new Set([...code.matchAll(/["'`]([a-z][\w-]+)["'`]/g)].map((match) => match[1]!));
    const unused = [...keys].filter((key) => !quoted.has(key) && !begun.some((start) => key.startsWith(start)));
    expect(unused).toEqual([]);
});
