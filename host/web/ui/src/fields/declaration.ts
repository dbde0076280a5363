// A local field as staff write it down, and as the host is told it.
import type { Schema } from "../api/client";
import { type Answer, type Answers, type Choice, plainFault, type Question } from "../form/question";

export const DATASETS = ["persons", "houses", "units"] as const;
export const TYPES = ["flag", "dictionary", "text", "u8", "u16", "s32", "f64", "date"] as const;
export const GUARDS = ["open", "personal", "sensitive"] as const;
export const ROLES = ["grid-worker", "community-staff", "government-staff"] as const;

type Both = Schema["BothDto"];

/** What each code means, from lines of code, Chinese and English with commas between. The number of the first line that is none. */
export function readCodes(text: string): { codes: Record<string, Both> } | { line: number } {
    const codes: Record<string, Both> = {};
    for (const [at, line] of text.split("\n").entries()) {
        if (line.trim() === "") continue;
        const [code, zh, en, ...more] = line.split(/[,，]/).map((part) => part.trim());
        if (!code || !zh || more.length > 0 || !/^[a-z0-9_-]+$/.test(code) || code in codes) return { line: at + 1 };
        codes[code] = { zh, en: en || zh };
    }
    return { codes };
}

/** What is asked of who declares a field. `say` speaks the pages' texts. */
export function questions(answers: Answers, say: (key: string) => string): Question[] {
    const choices = (group: string, codes: readonly string[]): Choice[] =>
        codes.map((code) => ({ code, label: say(`${group}-${code}`) }));
    const text = (id: string, longest: number, required = true): Question => ({
        id,
        kind: "text",
        label: say(`field-${id}`),
        required,
        longest,
    });
    const one = (id: string, group: string, codes: readonly string[]): Question => ({
        id,
        kind: "one",
        label: say(`field-${id}`),
        required: true,
        choices: choices(group, codes),
    });
    return [
        { ...text("key", 40), hint: say("field-key-hint") },
        one("dataset", "dataset", DATASETS),
        one("type", "field-type", TYPES),
        ...(answers["type"] === "dictionary" ? [{ ...text("codes", 4000), hint: say("field-codes-hint") }] : []),
        text("title-zh", 40),
        { ...text("title-en", 60, false), hint: say("field-en-hint") },
        text("purpose-zh", 200),
        { ...text("purpose-en", 200, false), hint: say("field-en-hint") },
        text("legal-basis", 60),
        one("guard", "guard", GUARDS),
        {
            id: "visible-to",
            kind: "many",
            label: say("field-visible-to"),
            required: true,
            choices: choices("role", ROLES),
        },
        { id: "from", kind: "date", label: say("field-from"), hint: say("field-from-hint"), required: false },
    ];
}

/** Why an answer cannot stand, as a key of the pages' texts. */
export function fault(question: Question, answer: Answer | undefined): string | undefined {
    const plain = plainFault(question, answer);
    if (plain || !answer) return plain;
    if (question.id === "key" && !/^x\.[a-z0-9_-]+$/.test(String(answer))) return "field-key-wrong";
    if (question.id === "codes" && "line" in readCodes(String(answer))) return "field-codes-wrong";
    return undefined;
}

/** What the host is told; the answers are whole. */
export function declaration(answers: Answers): Schema["NewFieldDto"] {
    const text = (id: string) => String(answers[id] ?? "").trim();
    /** What is said in Chinese only stands for both, as with codes. */
    const both = (id: string): Both => ({ zh: text(`${id}-zh`), en: text(`${id}-en`) || text(`${id}-zh`) });
    const read = readCodes(answers["type"] === "dictionary" ? text("codes") : "");
    return {
        key: text("key"),
        dataset: text("dataset"),
        type: text("type"),
        codes: "codes" in read ? read.codes : {},
        title: both("title"),
        purpose: both("purpose"),
        legal_basis: text("legal-basis"),
        guard: text("guard"),
        visible_to: (answers["visible-to"] as string[] | null) ?? [],
        from: text("from") || null,
    };
}
