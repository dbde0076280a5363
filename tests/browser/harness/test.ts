// The `test` of this folder: pages of the shared host, in both languages, where nothing may go wrong unseen.
import { Problems } from "./problems.ts";
import { variable } from "./environment.ts";
import { type Say, wordsOf } from "./words.ts";
import { test as base } from "@playwright/test";

export { expect } from "@playwright/test";

/** The languages the pages speak, and what each calls itself. */
export const LANGUAGES = ["zh", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

interface Fixtures {
    /** What the reader reads; Chinese unless a test says otherwise. */
    language: Language;
    /** What the pages call their controls in that language. */
    say: Say;
    /** Errors in the console, failed requests, refusals: any of them fails the test unless it expected them. */
    problems: Problems;
    /** What stands in for sign-in. */
    token: string;
}

export const test = base.extend<Fixtures>({
    language: ["zh", { option: true }],
    baseURL: async ({}, use) => use(variable("LIFANG_BROWSER_URL")),
    say: async ({ language }, use) => use(wordsOf(language)),
    token: async ({}, use) => use(variable("LIFANG_BROWSER_TOKEN")),
    page: async ({ page, language }, use) => {
        // As if the reader had chosen before; what they choose later stands.
        await page.addInitScript((chosen) => {
            if (!localStorage.getItem("lifang.settings"))
                localStorage.setItem("lifang.settings", JSON.stringify({ language: chosen }));
        }, language);
        await use(page);
    },
    problems: [
        async ({ context }, use) => {
            const problems = new Problems(context);
            await use(problems);
            problems.expectNone();
        },
        { auto: true },
    ],
});
