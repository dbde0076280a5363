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

/** What of a question the page itself can tell is wrong, as a key of its texts; the judgement is the plugin's and the host's. */
export function plainFault(question: Question, answer: Answer | undefined): string | undefined {
    if (!isAnswered(answer)) return question.required ? "field-required" : undefined;
    if (question.kind !== "integer" && question.kind !== "decimal") return undefined;
    if (typeof answer !== "number") return question.kind === "integer" ? "field-whole" : "field-number";
    const { min, max } = question;
    const outside = (typeof min === "number" && answer < min) || (typeof max === "number" && answer > max);
    return outside ? "field-between" : undefined;
}
