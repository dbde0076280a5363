// The month before, over a year's end and in a leap year.
import { expect, test } from "vitest";
import { lastMonth } from "./period";

test("the month before ends on its own last day", () => {
    expect(lastMonth(new Date(2026, 10, 23))).toEqual(["2026-10-01", "2026-10-31"]);
    expect(lastMonth(new Date(2027, 0, 1))).toEqual(["2026-12-01", "2026-12-31"]);
    expect(lastMonth(new Date(2028, 2, 31))).toEqual(["2028-02-01", "2028-02-29"]);
});
