// Every page, for everybody: axe-core finds nothing, in light and dark and large text, and nothing hangs over the edge.
import { expectAccessible } from "./harness/accessible.ts";
import { PAGES, settled, signIn } from "./harness/pages.ts";
import { expect, test } from "./harness/test.ts";

/** Each look with a language, so that both are seen in each run. */
const LOOKS = [
    { language: "zh", theme: "light", large: false },
    { language: "en", theme: "dark", large: false },
    { language: "en", theme: "light", large: true },
    { language: "zh", theme: "dark", large: true },
];

for (const one of PAGES) {
    test(`${one.name} can be used by everybody`, async ({ page, request, token }) => {
        if (one.staff) await signIn(page, token);
        const path = await one.path({ request, token });
        await page.goto(path);
        for (const look of LOOKS) {
            await page.evaluate((chosen) => localStorage.setItem("lifang.settings", JSON.stringify(chosen)), look);
            await page.reload();
            await settled(page);
            const where = `${path} in ${look.language}, ${look.theme}${look.large ? ", large" : ""}`;
            await expectAccessible(page, where);
            const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            expect(over, `${where}: how far it hangs over the edge`).toBeLessThanOrEqual(0);
        }
    });
}
