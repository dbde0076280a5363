// What an import is called, and where in the file a fault stands, in as few words as do.
import { expect, test } from "vitest";
import { columnOf, stateOf } from "./imports";

test("an import is simply done only when every row was taken", () => {
    expect(stateOf({ state: "done", rejected: 0 })).toBe("done");
    expect(stateOf({ state: "done", rejected: 8 })).toBe("partly");
    expect(stateOf({ state: "running", rejected: 8 })).toBe("running");
    expect(stateOf({ state: "failed", rejected: 8 })).toBe("failed");
});

test("of a place in a file the column is left", () => {
    expect(columnOf("人员 2026:1.csv:15 身份证号")).toBe("身份证号");
    expect(columnOf("人员.csv:15 出生 日期")).toBe("出生 日期");
    expect(columnOf("身份证号")).toBe("身份证号");
});
