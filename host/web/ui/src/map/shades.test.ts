// Shades and bars: hand-worked examples.
import { expect, test } from "vitest";
import { rank, shadesOf } from "./shades";

const said = (counts: number[]) => shadesOf(counts).map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`));

test("shades are steps of round numbers, and nothing is one by itself", () => {
    expect(said([120, 980, 0])).toEqual(["0", "1–200", "201–400", "401–600", "601–800", "801–1000"]);
    expect(said([3, 1, 2])).toEqual(["1", "2", "3"]);
    expect(said([0, 0])).toEqual(["0"]);
    expect(said([])).toEqual([]);
    expect(said([24_070_000])).toEqual([
        "1–5000000",
        "5000001–10000000",
        "10000001–15000000",
        "15000001–20000000",
        "20000001–25000000",
    ]);
});

test("every count has exactly one shade, and there are never more than five and the empty one", () => {
    for (let most = 1; most < 3_000; most = Math.ceil(most * 1.07)) {
        const shades = shadesOf([0, most]);
        expect(shades.length).toBeLessThanOrEqual(6);
        for (const count of [0, 1, most, Math.floor(most / 2)]) {
            expect(
                shades.filter(({ from, to }) => from <= count && count <= to),
                `${count} of ${most}`,
            ).toHaveLength(1);
        }
    }
});

test("bars are ranked, cut, and add up", () => {
    const children = Array.from({ length: 40 }, (_, position) => ({ code: `${position}`, name: "", count: position }));
    const { shown, others } = rank([...children, { code: "x", name: "", count: null }]);
    expect(shown.map(({ count }) => count)).toEqual(Array.from({ length: 30 }, (_, position) => 39 - position));
    expect(others).toEqual({ regions: 10, count: 45 });
    expect(rank(children.slice(0, 31)).others.regions).toBe(0);
});
