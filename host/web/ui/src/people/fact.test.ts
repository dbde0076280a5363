// Facts are said as people say them, and every code the contract has for them has a text.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { has, learn, speak } from "../words";
import { leadsTo, readFact } from "./fact";

beforeAll(async () => {
    await speak("zh");
    await learn("staff");
});

test("every code of the contract can be said", () => {
    const contract = readFileSync(join(import.meta.dirname, "../../../../../wit/data/datasets.toml"), "utf8");
    for (const table of ["sex", "living", "residence", "care", "house_use"]) {
        const entries = new RegExp(`^${table} = (\\[\\[.*\\]\\]|\\[\\n[^]*?\\n\\])$`, "m").exec(contract)![1]!;
        const codes = [...entries.matchAll(/\[\d+, "([\w-]+)"/g)].map((match) => match[1]!);
        expect(codes.length, table).toBeGreaterThan(1);
        expect(codes.filter((code) => !has(`${table.replace("_", "-")}-${code}`))).toEqual([]);
    }
});

test("codes, sets of codes and days are said in words, what is masked as it is", () => {
    expect(readFact({ key: "sex", value: "female" })).toBe("女");
    expect(readFact({ key: "care", value: ["dementia", "veteran"] })).toBe("失智、优抚对象");
    expect(readFact({ key: "birth", value: "1950-03-01" })).toBe("1950年3月1日");
    expect(readFact({ key: "birth", value: "1950-**-**" })).toBe("1950-**-**");
    expect(readFact({ key: "living", value: "something-new" })).toBe("something-new");
});

test("a residence is told by community, kind and day, as far as they are known", () => {
    const home = { kind: "registered-here", since: "2001-05-01", community_name: "东田社区", house: null };
    expect(readFact({ key: "residence", value: home })).toBe("东田社区 · 户在人在 · 2001年5月1日起");
    expect(readFact({ key: "residence", value: { ...home, kind: null, since: null } })).toBe("东田社区");
});

test("a home leads to its house, an occupant to their record, and nothing else anywhere", () => {
    const home = { kind: "floating", since: "2026-09-27", community_name: "长山花园社区", house: "h", person: "p" };
    expect(leadsTo({ key: "residence", value: home })).toEqual({ kind: "house", id: "h" });
    expect(leadsTo({ key: "occupant", value: home })).toEqual({ kind: "person", id: "p" });
    expect(leadsTo({ key: "residence", value: { ...home, house: null } })).toBeUndefined();
    expect(leadsTo({ key: "occupant", value: null })).toBeUndefined();
    expect(leadsTo({ key: "name", value: "王**" })).toBeUndefined();
    expect(readFact({ key: "occupant", value: home })).toBe("流动人口 · 2026年9月27日起");
    expect(readFact({ key: "area", value: 1077.3 })).toBe("1,077.3 平方米");
    expect(readFact({ key: "use", value: "shared" })).toBe("群租");
});
