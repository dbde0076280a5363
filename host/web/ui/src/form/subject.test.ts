// Whom a page is about, and what is told of them.
import { expect, test } from "vitest";
import { fieldsOf } from "../component/call";
import { subjectOf } from "./subject";

test("an address names a person, a house or nobody", () => {
    expect(subjectOf({ person: "p" })).toEqual({ kind: "person", uid: "p" });
    expect(subjectOf({ house: "h" })).toEqual({ kind: "house", uid: "h" });
    expect(subjectOf({ person: "" })).toBeUndefined();
    expect(subjectOf({ person: ["a", "b"] })).toBeUndefined();
});

test("what the server tells of someone reaches the component in its own words", () => {
    const known = [
        { key: "age", cell: "present", type: "integer", value: 82 },
        { key: "care", cell: "present", type: "codes", value: ["dementia"] },
        { key: "phone", cell: "withheld" },
        { key: "living", cell: "unknown" },
        { key: "new", cell: "something else" },
    ];
    expect(fieldsOf(known)).toEqual([
        { key: "age", cell: { tag: "present", val: { tag: "integer", val: 82n } } },
        { key: "care", cell: { tag: "present", val: { tag: "codes", val: ["dementia"] } } },
        { key: "phone", cell: { tag: "withheld" } },
        { key: "living", cell: { tag: "unknown" } },
        { key: "new", cell: { tag: "unknown" } },
    ]);
});
