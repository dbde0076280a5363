// Drafts: what was typed and not yet sent, kept on the device, forgotten once sent or after some days.
import type { Answers } from "./question";

export interface Draft {
    answers: Answers;
    /** The key under which the host knows the sending, so that a second try is not a second submission. */
    key: string;
    /** When it was last typed in, milliseconds. */
    at: number;
}

const DAYS = 14;
const PREFIX = "lifang.draft.";

function fresh(): Draft {
    return { answers: {}, key: crypto.randomUUID(), at: Date.now() };
}

export function readDraft(name: string): { draft: Draft; restored: boolean } {
    try {
        const kept = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null") as Draft | null;
        const isYoung = kept !== null && Date.now() - kept.at < DAYS * 86_400_000;
        if (isYoung && typeof kept.key === "string" && typeof kept.answers === "object")
            return { draft: kept, restored: Object.keys(kept.answers).length > 0 };
    } catch {
        // Kept by another version: begin afresh.
    }
    return { draft: fresh(), restored: false };
}

/** Tells whether it could be kept; a full or forbidden store is the reader's to know. */
export function keepDraft(name: string, draft: Draft): boolean {
    try {
        localStorage.setItem(PREFIX + name, JSON.stringify({ ...draft, at: Date.now() }));
        return true;
    } catch {
        return false;
    }
}

export function dropDraft(name: string): void {
    localStorage.removeItem(PREFIX + name);
}

/** Forgets drafts that are too old, or all of them: where one signs out, somebody else may sit down next. */
export function sweepDrafts(all = false): void {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
        const name = key.slice(PREFIX.length);
        if (all || !readDraft(name).restored) dropDraft(name);
    }
}
