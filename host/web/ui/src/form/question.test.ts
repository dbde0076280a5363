// What is typed becomes the answer that is meant, or stays as typed.
import { expect, test } from "vitest";
import { isAnswered, plainFault, type Question, readNumber, unfit } from "./question";

test("numbers are read as people type them, full-width digits too", () => {
    expect(readNumber(" 12 ", true)).toBe(12);
    expect(readNumber("１２", true)).toBe(12);
    expect(readNumber("-3.5", false)).toBe(-3.5);
    expect(readNumber("", true)).toBeNull();
});

test("what is no number is kept as typed", () => {
    expect(readNumber("3.5", true)).toBe("3.5");
    expect(readNumber("三", false)).toBe("三");
    expect(readNumber("1e5", false)).toBe("1e5");
    expect(readNumber("99999999999999999999", true)).toBe("99999999999999999999");
});

test("no is an answer, nothing is none", () => {
    expect(isAnswered(false)).toBe(true);
    expect(isAnswered(0)).toBe(true);
    for (const nothing of [undefined, null, "", []]) expect(isAnswered(nothing)).toBe(false);
});

test("a fault is named where the page can see it", () => {
    const age: Question = { id: "age", kind: "integer", label: "", required: true, min: 0, max: 130 };
    expect(plainFault(age, null)).toBe("field-required");
    expect(plainFault(age, "三")).toBe("field-whole");
    expect(plainFault(age, 131)).toBe("field-between");
    expect(plainFault(age, 130)).toBeUndefined();
    expect(plainFault({ ...age, required: false }, null)).toBeUndefined();
});

test("what no judge would take is known before it is sent", () => {
    const choices = [{ code: "pipe", label: "" }];
    expect(unfit({ kind: "integer", min: 10, max: 20 }, 1)).toBe("field-between");
    expect(unfit({ kind: "date" }, "2026-02-31")).toBe("field-day");
    expect(unfit({ kind: "date" }, "0000-01-01")).toBe("field-day");
    expect(unfit({ kind: "date" }, "12026-01-01")).toBe("field-day");
    expect(unfit({ kind: "date" }, "2028-02-29")).toBeUndefined();
    expect(unfit({ kind: "one", choices }, "bottle")).toBe("field-choice");
    expect(unfit({ kind: "many", choices }, ["pipe", "bottle"])).toBe("field-choice");
    expect(unfit({ kind: "many", choices }, ["pipe"])).toBeUndefined();
    expect(unfit({ kind: "text", longest: 2 }, "三个字")).toBe("field-long");
    expect(unfit({ kind: "text", longest: 2 }, "👨👩")).toBeUndefined();
});
