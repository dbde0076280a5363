// Reviewers see what holds now, side by side, and where both speak and disagree.
import { expect, test } from "vitest";
import { compared, type Fact } from "./compare";

const fact = (key: string, value: unknown, more: Partial<Fact> = {}): Fact => ({
    of: "one",
    key,
    value,
    withheld: false,
    quiet: false,
    source: "import",
    recorded_from: "2026-01-01T00:00:00Z",
    ...more,
});
const read = (one: Fact) => String(one.value);

test("what both say and not alike differs; what only one says does not", () => {
    const rows = compared(
        [
            { id: "one", facts: [fact("phone", "138****5678"), fact("name", "王*"), fact("birth", "1950-03-01")] },
            { id: "one", facts: [fact("name", "王*"), fact("birth", "1950-03-10")] },
        ],
        read,
    );
    expect(rows).toEqual([
        { key: "name", said: ["王*", "王*"], differs: false },
        { key: "birth", said: ["1950-03-01", "1950-03-10"], differs: true },
        { key: "phone", said: ["138****5678", undefined], differs: false },
    ]);
});

test("what is over, known better, quiet, withheld or another record's is not compared", () => {
    const gone = [
        fact("phone", "a", { valid_to: "2026-02-01" }),
        fact("phone", "b", { recorded_to: "2026-02-01T00:00:00Z" }),
        fact("phone", "c", { quiet: true }),
        fact("care", null, { withheld: true }),
        fact("phone", "d", { of: "who became part of it" }),
    ];
    const none = { id: "other", facts: [] };
    expect(compared([{ id: "one", facts: gone }, none], read)).toEqual([]);
});

test("two residences are the same two in any order", () => {
    const homes = (...names: string[]) => ({ id: "one", facts: names.map((name) => fact("residence", name)) });
    const [row] = compared([homes("甲社区", "乙社区"), homes("乙社区", "甲社区")], read);
    expect(row!.differs).toBe(false);
});
