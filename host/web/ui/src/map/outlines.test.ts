// Outlines: who has them, and that neighbours meet.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contains } from "./nearness";
import { childrenOutlines, outlineOf, significant, type ReadOutlines } from "./outlines";

const FOLDER = join(import.meta.dirname, "../../public/outlines");
const read: ReadOutlines = async (name) => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8"));
const codes = async (code: string) => (await childrenOutlines(code, read)).map(({ properties }) => properties.code);

test("a code says its level by its digits", () => {
    expect(["220000000000", "220100000000", "220104000000", "22", "2201", "220104"].map(significant)).toEqual([
        "22",
        "2201",
        "220104",
        "22",
        "2201",
        "220104",
    ]);
    expect(significant("220104001000")).toBe("220104001000");
    expect(significant("500000000000")).toBe("50");
    expect(significant("110100000000")).toBe("1101");
});

test("a province has cities, a city districts, and all else nothing to draw", async () => {
    expect(await codes("220000000000")).toHaveLength(9);
    expect(await codes("220100000000")).toEqual(
        [
            "220102",
            "220103",
            "220104",
            "220105",
            "220106",
            "220112",
            "220113",
            "220122",
            "220182",
            "220183",
            "220184",
        ].map((code) => `${code}000000`),
    );
    expect(await codes("220104000000")).toEqual([]);
    expect(await codes("220103008003")).toEqual([]);
    expect(await codes("0")).toEqual([]);
});

test("a city is where its districts are", async () => {
    const city = (await outlineOf("220100000000", read))!;
    const district = (await outlineOf("220102000000", read))!;
    const square = { lng: 125.3245, lat: 43.8868 };
    expect([contains(city, square), contains(district, square)]).toEqual([true, true]);
    const jilinCity = (await outlineOf("220200000000", read))!;
    expect(contains(jilinCity, square)).toBe(false);
    expect(await outlineOf("220171000000", read)).toBeUndefined();
});

test("the files are small, and every province has one", () => {
    const sizes = readdirSync(FOLDER)
        .filter((name) => name.endsWith(".json"))
        .map((name) => [name, statSync(join(FOLDER, name)).size] as const);
    expect(sizes).toHaveLength(32);
    expect(Object.fromEntries(sizes)["22.json"]).toBeLessThan(62_000);
    expect(sizes.reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(2_500_000);
});
