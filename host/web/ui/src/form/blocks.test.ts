// Questions stand under their top-level group, in the form's order; what is hidden leaves no trace.
import { expect, test } from "vitest";
import { blocksOf, isAsked, type Node } from "./blocks";

const node = (id: string, kind: string, parent?: string): Node => ({ id, kind, parent, label: id });
const form = [
    node("met", "one"),
    node("family", "group"),
    node("people", "integer", "family"),
    node("elderly", "group", "family"),
    node("fell", "flag", "elderly"),
    node("thanks", "note"),
    node("gas", "group"),
    node("hose", "one", "gas"),
];

const laidOut = (hidden: string[] = []) => {
    const shows = (one: Node) => !hidden.includes(one.id);
    const blocks = blocksOf(form, shows, (one) => ({ id: one.id, kind: "flag", label: one.label, required: false }));
    return blocks.map((block) => [block.id, block.group?.label, block.items.map((item) => item.question.id)]);
};

test("what stands outside of groups is a block without a heading, groups within groups belong to the top one", () => {
    expect(laidOut()).toEqual([
        ["", undefined, ["met", "thanks"]],
        ["family", "family", ["people", "elderly", "fell"]],
        ["gas", "gas", ["hose"]],
    ]);
});

test("a group in which nothing shows is no block", () => {
    expect(laidOut(["hose", "people", "elderly", "fell"]).map(([id]) => id)).toEqual([""]);
    expect(laidOut(["gas", "hose"]).map(([id]) => id)).toEqual(["", "family"]);
});

test("groups and notes take no answer", () => {
    expect(form.filter(isAsked).map((one) => one.id)).toEqual(["met", "people", "fell", "hose"]);
});
