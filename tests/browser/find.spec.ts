// Find my community: by name, by pinyin, by position, down the tree; and what a reader is told who finds nothing.
import { CHANGSHAN } from "./harness/places.ts";
import { LANGUAGES, expect, test } from "./harness/test.ts";
import type { Page } from "@playwright/test";

/** Of the community itself: what lies in it carries its name too, further on. */
const NAME = new RegExp(`^${CHANGSHAN.name}`);

for (const language of LANGUAGES) {
    test.describe(language, () => {
        test.use({ language });

        test("a community is found by a part of its name, by its pinyin and by its code", async ({ page }) => {
            await page.goto("/");
            for (const typed of ["长山花园", "changshanhuayuan", "cshy", CHANGSHAN.code]) {
                await search(page, typed);
                await expect(page.getByRole("link", { name: NAME }), typed).toBeVisible();
            }
            await page.getByRole("link", { name: NAME }).click();
            await expect(page).toHaveURL(`/r/${CHANGSHAN.code}`);
            await expect(page.getByRole("heading", { level: 1 })).toContainText(CHANGSHAN.name);
        });

        test("what is not found is said, with what else to try", async ({ page, say }) => {
            await page.goto("/");
            await search(page, "没有这个社区");
            await expect(page.getByRole("status").filter({ hasText: say("find-nothing") })).toBeVisible();
            await search(page, "<script>alert(1)</script>");
            await expect(page.getByRole("status").filter({ hasText: say("find-nothing") })).toBeVisible();
        });

        test("an address that leads nowhere says so and leads on", async ({ page, say }) => {
            await page.goto("/nowhere/at/all");
            await expect(page.getByRole("heading", { name: say("lost-title") })).toBeVisible();
        });
    });
}

test("one goes down the tree from the province to the community", async ({ page }) => {
    await page.goto("/");
    for (const step of ["吉林省", "长春市", "宽城区", "团山街道"]) {
        await page.getByRole("button", { name: step, exact: true }).click();
    }
    await page.getByRole("link", { name: NAME }).click();
    await expect(page).toHaveURL(`/r/${CHANGSHAN.code}`);
});

test.describe("by position", () => {
    test.use({ permissions: ["geolocation"] });

    test("the district one stands in is found on the device", async ({ page, context, say }) => {
        // Changchun's railway station, in Kuancheng.
        await context.setGeolocation({ latitude: 43.9085, longitude: 125.3245 });
        await page.goto("/");
        await page.getByRole("button", { name: say("locate") }).click();
        await expect(page).toHaveURL(/\/r\/220103(0{6})?$/);
    });

    test("the sea is in no district", async ({ page, context, say }) => {
        await context.setGeolocation({ latitude: 20, longitude: 160 });
        await page.goto("/");
        await page.getByRole("button", { name: say("locate") }).click();
        await expect(page.getByRole("alert")).toHaveText(say("locate-outside"));
    });
});

test("a reader who refuses their position is told what else to do", async ({ page, say }) => {
    await page.goto("/");
    await page.getByRole("button", { name: say("locate") }).click();
    await expect(page.getByRole("alert")).toHaveText(say("locate-denied"));
});

test("a community visited before is at hand", async ({ page }) => {
    await page.goto(`/r/${CHANGSHAN.code}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(CHANGSHAN.name);
    await page.goto("/");
    await expect(page.getByRole("link", { name: NAME })).toBeVisible();
});

/** Types, and waits for the answer to just that. */
async function search(page: Page, typed: string): Promise<void> {
    const answered = page.waitForResponse((response) => new URL(response.url()).searchParams.get("q") === typed);
    await page.getByRole("searchbox").fill(typed);
    await answered;
}
