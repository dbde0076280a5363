// An answer that cannot be one is said at its question and keeps no other from being judged.
import { expect, test } from "vitest";
import type { Node } from "./blocks";
import { faultsOf, judgeable, refusedAt, without } from "./faults";

const nodes: Node[] = [
    { id: "family", kind: "group", label: "" },
    { id: "age", kind: "integer", label: "", min: 0, max: 130, parent: "family" },
    { id: "where", kind: "text", label: "", longest: 5 },
];
const say = (key: string) => `<${key}>`;

test("what is typed and is no answer is a fault, what is not answered is none", () => {
    expect(faultsOf(nodes, { age: "三", where: "" }, {}, say)).toEqual({ age: "<field-whole>" });
    expect(faultsOf(nodes, { age: 131, where: "东田小区三号" }, {}, say)).toEqual({
        age: "<field-between>",
        where: "<field-long>",
    });
    expect(faultsOf(nodes, { age: 0 }, {}, say)).toEqual({});
});

test("what a judge refused is a fault in the judge's words, while there is an answer and it could be one", () => {
    const refused = { age: "no such age", where: "no such place", family: "no answer at all" };
    expect(faultsOf(nodes, { age: 80, family: true }, refused, say)).toEqual({ age: "no such age" });
    expect(faultsOf(nodes, { age: 300 }, refused, say)).toEqual({ age: "<field-between>" });
});

test("only answers without a fault are judged", () => {
    const answers = { age: "三", where: "3号楼", met: false, note: null, care: [] };
    expect(judgeable(answers, { age: "" })).toEqual({ where: "3号楼", met: false });
});

test("an answer that changes takes its own fault with it and no other", () => {
    const faults = { age: "wrong", where: "wrong too" };
    expect(without(faults, "age")).toEqual({ where: "wrong too" });
    expect(faults).toHaveProperty("age");
});

test("a refusal names its question, or none", () => {
    expect(refusedAt("answers.gas-hose")).toBe("gas-hose");
    for (const place of ["answers.", "checklist", "", null, undefined]) expect(refusedAt(place)).toBeUndefined();
});
