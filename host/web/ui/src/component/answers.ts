// Reads answers by the form's own types, as `core::form::read_answers` does: the same values, and the same word on a wrong one.
import type { Answer, AnswerType, AskedForm, Choice, Value } from "./contract";
import { dayOf } from "./dates";
import { displayed, inJson, whole } from "./numbers";

/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** An answer that the plugin never sees. */
export class BadAnswer extends Error {
    constructor(
        /** The question, or the first letters of what is none. */
        readonly node: string,
        /** What the question takes, and what came; none where there is no such question. */
        readonly type?: { wanted: string; found: string },
    ) {
        super(node);
    }
}

/** The answers, in the order that makes equal inputs equal. Null takes an answer back. */
export function readAnswers(form: AskedForm, answers: Record<string, Json>): Answer[] {
    const questions = new Map<string, AnswerType>();
    for (const { id, kind } of form.nodes) if (kind.tag === "question") questions.set(id, kind.val);
    const read: Answer[] = [];
    for (const [node, json] of Object.entries(answers)) {
        const type = questions.get(node);
        if (type === undefined) throw new BadAnswer(first(node));
        if (json === null) continue;
        const value = readValue(type, json);
        if (value === undefined) throw new BadAnswer(node, { wanted: wanted(type), found: first(written(json)) });
        read.push({ node, value });
    }
    return read.sort((a, b) => byCodePoints(a.node, b.node));
}

function readValue(type: AnswerType, json: Json): Value | undefined {
    switch (type.tag) {
        case "flag":
            return typeof json === "boolean" ? { tag: "flag", val: json } : undefined;
        case "integer": {
            const [least, most] = type.val;
            const val = typeof json === "number" ? whole(json) : undefined;
            return val !== undefined && val >= least && val <= most ? { tag: "integer", val } : undefined;
        }
        case "decimal": {
            const [least, most] = type.val;
            const fits = typeof json === "number" && json >= least && json <= most;
            return fits ? { tag: "decimal", val: json } : undefined;
        }
        case "text": {
            const fits = typeof json === "string" && [...json].length <= type.val;
            return fits ? { tag: "text", val: json } : undefined;
        }
        case "date": {
            const val = typeof json === "string" ? dayOf(json) : undefined;
            return val === undefined ? undefined : { tag: "date", val };
        }
        case "one": {
            const known = typeof json === "string" && type.val.some((choice) => choice.code === json);
            return known ? { tag: "text", val: json } : undefined;
        }
        case "many": {
            const codes = type.val.map((choice) => choice.code);
            const known = Array.isArray(json) && json.every((code) => typeof code === "string" && codes.includes(code));
            return known ? { tag: "codes", val: codes.filter((code) => json.includes(code)) } : undefined;
        }
    }
}

function wanted(type: AnswerType): string {
    switch (type.tag) {
        case "flag":
            return "true or false";
        case "integer":
            return `a whole number from ${type.val[0]} to ${type.val[1]}`;
        case "decimal":
            return `a number from ${displayed(type.val[0])} to ${displayed(type.val[1])}`;
        case "text":
            return `text of at most ${type.val} characters`;
        case "date":
            return "a day as YYYY-MM-DD";
        case "one":
            return `one of ${codesOf(type.val)}`;
        case "many":
            return `a list of ${codesOf(type.val)}`;
    }
}

function codesOf(choices: Choice[]): string {
    return choices.map((choice) => choice.code).join(", ");
}

/** JSON as the server writes it: it spells some numbers otherwise than a browser. */
function written(json: Json): string {
    if (typeof json === "number") return inJson(json);
    if (Array.isArray(json)) return `[${json.map(written).join(",")}]`;
    if (typeof json === "object" && json !== null) {
        return `{${Object.entries(json)
            .map(([key, value]) => `${JSON.stringify(key)}:${written(value)}`)
            .join(",")}}`;
    }
    return JSON.stringify(json);
}

function first(text: string): string {
    return [...text].slice(0, 60).join("");
}

/** The order of UTF-8, which is that of code points and not that of UTF-16. */
function byCodePoints(a: string, b: string): number {
    const [left, right] = [[...a], [...b]];
    for (let at = 0; at < Math.min(left.length, right.length); at++) {
        const apart = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
        if (apart !== 0) return apart;
    }
    return left.length - right.length;
}
