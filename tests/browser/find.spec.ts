// Find my community: by name, by pinyin, down the tree; on a phone, at a desk, by keyboard alone; in both languages.
import { LANGUAGES, expect, test } from "./harness/test.ts";

for (const language of LANGUAGES) {
    test.describe(language, () => {
        test.use({ language });

        test("a community is found by its name and by its pinyin", async ({ page }) => {
            await page.goto("/");
            for (const typed of ["长山花园", "changshanhuayuan"]) {
                await page.getByRole("searchbox").fill(typed);
                await expect(page.getByRole("link", { name: /长山花园社区/ })).toBeVisible();
            }
            await page.getByRole("link", { name: /长山花园社区/ }).click();
            await expect(page).toHaveURL(/\/r\/220103008003$/);
        });
    });
}
