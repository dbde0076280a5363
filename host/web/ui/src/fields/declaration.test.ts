// What staff write down is what the host is told, and what cannot stand is said at its question.
import { expect, test } from "vitest";
import type { Answers } from "../form/question";
import { declaration, fault, questions, readCodes } from "./declaration";

const say = (key: string) => `<${key}>`;
const heating: Answers = {
    key: "x.heating",
    dataset: "houses",
    type: "dictionary",
    codes: "central，集中供暖，Central heating\n\n stove, 炉子 \n",
    "title-zh": "供暖方式",
    "title-en": "Heating ",
    "purpose-zh": "冬季安全",
    "purpose-en": "Safety in winter",
    "legal-basis": "城镇燃气管理条例",
    guard: "open",
    "visible-to": ["grid-worker"],
};

test("codes are read with commas of either width, and a meaning in one language stands for both", () => {
    expect(readCodes(String(heating["codes"]))).toEqual({
        codes: { central: { zh: "集中供暖", en: "Central heating" }, stove: { zh: "炉子", en: "炉子" } },
    });
    for (const [text, line] of [
        ["a,甲\nB,乙", 2],
        ["a,甲\na,乙", 2],
        ["a", 1],
        ["a,甲,A,more", 1],
        ["\n\n,甲", 3],
    ] as const)
        expect(readCodes(text), text).toEqual({ line });
});

test("a declaration says all that was answered, and codes only of a code table", () => {
    expect(declaration(heating)).toMatchObject({
        key: "x.heating",
        codes: { stove: { zh: "炉子" } },
        title: { zh: "供暖方式", en: "Heating" },
        visible_to: ["grid-worker"],
        from: null,
    });
    expect(declaration({ ...heating, type: "text" }).codes).toEqual({});
});

test("what is said in Chinese only stands for both languages", () => {
    const said = declaration({ ...heating, "title-en": "", "purpose-en": " " });
    expect(said.title).toEqual({ zh: "供暖方式", en: "供暖方式" });
    expect(said.purpose).toEqual({ zh: "冬季安全", en: "冬季安全" });
});

test("codes are asked for where there is a code table", () => {
    const ids = (answers: Answers) => questions(answers, say).map((question) => question.id);
    expect(ids(heating)).toContain("codes");
    expect(ids({ ...heating, type: "flag" })).not.toContain("codes");
});

test("a whole declaration has no fault, and each that cannot stand is named", () => {
    const faults = (answers: Answers) =>
        questions(answers, say).flatMap((question) => fault(question, answers[question.id]) ?? []);
    expect(faults(heating)).toEqual([]);
    expect(faults({ ...heating, key: "heating" })).toEqual(["field-key-wrong"]);
    expect(faults({ ...heating, codes: "a" })).toEqual(["field-codes-wrong"]);
    expect(faults({ ...heating, from: "2026-02-30" })).toEqual(["field-day"]);
    expect(faults({}).every((one) => one === "field-required")).toBe(true);
});
