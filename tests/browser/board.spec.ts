// The public board: who is in post, how to call them, what they do; and the region's figures as a drawing and as a table.
import { CHANGCHUN, CHANGSHAN } from "./harness/places.ts";
import { LANGUAGES, expect, test } from "./harness/test.ts";

for (const language of LANGUAGES) {
    test.describe(language, () => {
        test.use({ language });

        test("a board names people, phones and duties", async ({ page, say, request }) => {
            const board = (await (await request.get(`/api/v1/regions/${CHANGSHAN.code}/board`)).json()) as {
                appointments: { name: string; phone: string }[];
                duties: unknown[];
            };
            expect(board.appointments.length).toBeGreaterThan(0);
            await page.goto(`/r/${CHANGSHAN.code}/board`);
            await expect(page.getByRole("heading", { name: say("board-people") })).toBeVisible();
            for (const one of board.appointments.slice(0, 5)) {
                await expect(page.getByText(one.name, { exact: true }).first()).toBeVisible();
                await expect(page.locator(`a[href="tel:${one.phone}"]`).first()).toBeVisible();
            }
            await expect(page.getByRole("heading", { name: say("board-duties") })).toBeVisible();
        });

        test("a region's figures stand in a table, whoever cannot see the map", async ({ page }) => {
            await page.goto(`/r/${CHANGCHUN}`);
            const rows = page.getByRole("table").getByRole("row");
            await expect(rows.filter({ hasText: "宽城区" })).toContainText(/\d/);
            await expect(page.locator(".drawing").locator("svg, canvas").first()).toBeVisible();
        });
    });
}
