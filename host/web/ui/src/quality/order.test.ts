// The gravest comes first, and what found nothing comes last.
import { expect, test } from "vitest";
import { ordered } from "./order";

test("rules are ordered by what they found, then by gravity, then by number", () => {
    const found = (id: string, severity: string, found: number) => ({
        rule: { id, severity, title: "", dataset: "persons", source: "" },
        checked: 100,
        found,
    });
    const rules = [
        found("notice", "notice", 90),
        found("clean", "error", 0),
        found("few", "error", 1),
        found("warning", "warning", 50),
        found("many", "error", 7),
    ];
    expect(ordered(rules).map((one) => one.rule.id)).toEqual(["many", "few", "warning", "notice", "clean"]);
    expect(rules[0]!.rule.id).toBe("notice");
});
