// Drafts outlive a reload, and not much more.
import { beforeEach, expect, test } from "vitest";
import { dropDraft, keepDraft, readDraft, sweepDrafts } from "./draft";

beforeEach(() => localStorage.clear());

test("what was typed is there again, with the key it will be sent under", () => {
    const { draft, restored } = readDraft("a");
    expect(restored).toBe(false);
    expect(keepDraft("a", { ...draft, answers: { gas: true } })).toBe(true);
    const again = readDraft("a");
    expect(again.restored).toBe(true);
    expect(again.draft.answers).toEqual({ gas: true });
    expect(again.draft.key).toBe(draft.key);
    expect(readDraft("b").restored).toBe(false);
});

test("what was sent is gone", () => {
    keepDraft("a", { ...readDraft("a").draft, answers: { gas: true } });
    dropDraft("a");
    expect(readDraft("a").restored).toBe(false);
});

test("what is old or broken is not brought back", () => {
    localStorage.setItem("lifang.draft.a", JSON.stringify({ answers: { gas: true }, key: "k", at: 0 }));
    expect(readDraft("a").restored).toBe(false);
    localStorage.setItem("lifang.draft.a", "{half");
    expect(readDraft("a").restored).toBe(false);
});

test("old drafts are swept away, and all of them when one signs out", () => {
    keepDraft("young", { ...readDraft("young").draft, answers: { gas: true } });
    localStorage.setItem("lifang.draft.old", JSON.stringify({ answers: { gas: true }, key: "k", at: 0 }));
    localStorage.setItem("lifang.settings", "{}");
    sweepDrafts();
    expect(Object.keys(localStorage).sort()).toEqual(["lifang.draft.young", "lifang.settings"]);
    sweepDrafts(true);
    expect(Object.keys(localStorage)).toEqual(["lifang.settings"]);
});
