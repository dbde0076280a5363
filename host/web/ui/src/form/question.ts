// A question as forms and reports of problems ask it, and how what is typed becomes an answer.

export type Kind = "flag" | "integer" | "decimal" | "text" | "date" | "one" | "many";

/** What the API takes for an answer; null: none. */
export type Answer = boolean | number | string | string[] | null;
export type Answers = Record<string, Answer>;

export interface Choice {
    code: string;
    label: string;
}

export interface Question {
    id: string;
    kind: Kind;
    label: string;
    hint?: string | null;
    required: boolean;
    min?: number | null;
    max?: number | null;
    longest?: number | null;
    choices?: Choice[];
    /** What is wrong with the answer, in the reader's language. */
    problems?: string[];
}

/** A typed number as an answer: null for nothing, the text itself where it is no number, so that it is refused and not lost. */
export function readNumber(typed: string, whole: boolean): number | string | null {
    const text = typed.trim().normalize("NFKC");
    if (text === "") return null;
    return (whole ? /^[+-]?\d{1,15}$/ : /^[+-]?\d{1,15}(\.\d{1,9})?$/).test(text) ? Number(text) : typed;
}

/** Whether something was answered. */
export function isAnswered(answer: Answer | undefined): boolean {
    return answer !== undefined && answer !== null && answer !== "" && !(Array.isArray(answer) && answer.length === 0);
}

/** What the page itself can tell is wrong, as a key of its texts; the judgement is the plugin's and the host's. */
export function plainFault(question: Question, answer: Answer | undefined): string | undefined {
    if (!isAnswered(answer)) return question.required ? "field-required" : undefined;
    return unfit(question, answer!);
}

/** Why something typed is no answer to its question, as a key of the pages' texts: both judges would refuse the whole form. */
export function unfit(question: Pick<Question, "kind" | "min" | "max" | "longest" | "choices">, answer: Answer) {
    const codes = question.choices?.map((choice) => choice.code) ?? [];
    switch (question.kind) {
        case "integer":
        case "decimal":
            if (typeof answer !== "number") return question.kind === "integer" ? "field-whole" : "field-number";
            return isBetween(answer, question.min, question.max) ? undefined : "field-between";
        case "date":
            return typeof answer === "string" && isDay(answer) ? undefined : "field-day";
        case "text":
            return typeof answer === "string" && [...answer].length <= (question.longest ?? Infinity)
                ? undefined
                : "field-long";
        case "one":
            return typeof answer === "string" && codes.includes(answer) ? undefined : "field-choice";
        case "many":
            return Array.isArray(answer) && answer.every((code) => codes.includes(code)) ? undefined : "field-choice";
        case "flag":
            return typeof answer === "boolean" ? undefined : "field-choice";
    }
}

function isBetween(number: number, min: number | null | undefined, max: number | null | undefined): boolean {
    return (typeof min !== "number" || number >= min) && (typeof max !== "number" || number <= max);
}

/** A day of the calendar, `YYYY-MM-DD`, from the year 1 on. */
function isDay(text: string): boolean {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith("0000")) return false;
    const day = new Date(`${text}T00:00Z`);
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
