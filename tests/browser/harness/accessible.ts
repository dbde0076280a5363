// Whether a page can be used by everybody, as far as a machine can tell: axe-core's rules for WCAG 2.2 AA.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Fails with the rule, the element and what to do, for each violation of whatever gravity. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const told = violations.flatMap(({ id, impact, help, nodes }) =>
        nodes.map(
            (node) => `${id} (${impact}): ${help}\n    ${node.target.join(" ")}\n    ${node.failureSummary ?? ""}`,
        ),
    );
    expect(told, `${where}: what axe-core finds`).toEqual([]);
}
