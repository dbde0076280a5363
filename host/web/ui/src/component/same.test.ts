// Holds the browser's side against the tables that the server is held against too (`tests/data/same-bytes`).
// @vitest-environment node
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { BadAnswer, type Json, readAnswers } from "./answers";
import type { AnswerType, AskedForm, Value } from "./contract";
import { dayOf, dayWritten } from "./dates";
import { displayed, inJson } from "./numbers";
import { refusal } from "./refusal";
import { Catalogs } from "./texts";

function table<T>(name: string): T {
    const path = resolve(import.meta.dirname, "../../../../../tests/data/same-bytes", name);
    return JSON.parse(readFileSync(path, "utf8")) as T;
}

describe("numbers", () => {
    test.each(table<{ browser: string; said: string; server: string }[]>("numbers.json"))(
        "$browser",
        ({ browser, said, server }) => {
            const number = JSON.parse(browser) as number;
            expect(JSON.stringify(number)).toBe(browser);
            expect(displayed(number)).toBe(said);
            expect(inJson(number)).toBe(server);
        },
    );
});

describe("texts", () => {
    const textsTable = table<TextsTable>("texts.json");
    const sources = new Map(Object.entries(textsTable.catalogs));
    test.each(textsTable.cases)("$language $key: $said", ({ language, key, args, said }) => {
        const order = new Set([language, "zh", ...[...sources.keys()].sort()]);
        const catalogs = [...order].filter((tag) => sources.has(tag));
        const told = catalogs.map((tag) => ({ language: tag, source: sources.get(tag) ?? "" }));
        const given = args.map(([name, value]): [string, Value] => [name, valueOf(value)]);
        expect(new Catalogs(told).say({ key, args: given })).toBe(said);
    });
});

describe("answers", () => {
    const answersTable = table<{ questions: Record<string, Question>; cases: object[] }>("answers.json");
    const nodes = Object.entries(answersTable.questions).map(([id, question]) => ({
        id,
        kind: { tag: "question" as const, val: typeOf(question) },
    }));
    const form: AskedForm = { id: "f", nodes };
    const cases = answersTable.cases.map((one) => JSON.stringify(one));
    test.each(cases)("%s", (text) => {
        const wanted = JSON.parse(text) as { sent: Record<string, Json>; read?: Json; node?: string; said?: string };
        const read = () => readAnswers(form, wanted.sent).map(({ node, value }): Json => [node, plainOf(value)]);
        if (wanted.read !== undefined) {
            expect(read()).toEqual(wanted.read);
            return;
        }
        expect(read).toThrow(BadAnswer);
        try {
            read();
        } catch (bad) {
            const told = refusal(bad as BadAnswer, "en");
            expect([told.en.what, told.title, told.at]).toEqual([wanted.said, wanted.said, `answers.${wanted.node}`]);
        }
    });
});

interface TextsTable {
    catalogs: Record<string, string>;
    cases: { language: string; key: string; args: [string, object][]; said: string }[];
}

interface Question {
    type: string;
    min?: number;
    max?: number;
    longest?: number;
    choices?: string[];
}

function typeOf({ type, min = 0, max = 0, longest = 0, choices = [] }: Question): AnswerType {
    const list = choices.map((code) => ({ code, label: { key: "l", args: [] } }));
    // The ends of 64 bits, which the table's numbers cannot say.
    const bound = (number: number) =>
        number > 2 ** 62 ? 2n ** 63n - 1n : number < -(2 ** 62) ? -(2n ** 63n) : BigInt(number);
    switch (type) {
        case "integer":
            return { tag: "integer", val: [bound(min), bound(max)] };
        case "decimal":
            return { tag: "decimal", val: [min, max] };
        case "text":
            return { tag: "text", val: longest };
        case "one":
        case "many":
            return { tag: type, val: list };
        default:
            return { tag: type as "flag" | "date" };
    }
}

function valueOf(json: object): Value {
    const [tag = "", val] = Object.entries(json)[0] ?? [];
    if (tag === "integer") return { tag, val: BigInt(val as number) };
    if (tag === "date") return { tag, val: dayOf(val as string) ?? NaN };
    if (tag === "instant") return { tag, val: BigInt(Date.parse(val as string)) };
    return { tag, val } as Value;
}

function plainOf(value: Value): Json {
    if (value.tag === "integer") return { integer: value.val.toString() };
    if (value.tag === "date") return { date: dayWritten(value.val) ?? null };
    return { [value.tag]: value.val } as Json;
}
