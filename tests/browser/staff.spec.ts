// Staff: sign in by the link that the demo prints, run a report, read it, take it away as a file.
import { LANGUAGES, expect, test } from "./harness/test.ts";
import { runReport } from "./harness/api.ts";

for (const language of LANGUAGES) {
    test.describe(language, () => {
        test.use({ language });

        test("the demo's link signs staff in, and the token does not stay in the address", async ({
            page,
            say,
            token,
        }) => {
            await page.goto(`/staff#token=${token}`);
            await expect(page.getByRole("button", { name: say("staff-sign-out") })).toBeVisible();
            expect(page.url()).not.toContain(token);
            await page.getByRole("button", { name: say("staff-sign-out") }).click();
            await expect(page.getByLabel(say("staff-token"))).toBeVisible();
        });

        test("a report is read on the page and taken away as CSV", async ({ page, say, token, request }) => {
            const run = await runReport(request, token);
            await page.goto(`/staff#token=${token}`);
            await expect(page.getByRole("button", { name: say("staff-sign-out") })).toBeVisible();
            await page.goto(`/staff/runs/${run}`);
            await expect(page.getByRole("table").first()).toBeVisible();
            const coming = page.waitForEvent("download");
            await page.getByRole("button", { name: say("run-csv") }).click();
            expect((await coming).suggestedFilename()).toMatch(/\.csv$/);
        });
    });
}

test("without signing in there is no report, and the page says what to do", async ({
    page,
    token,
    request,
    problems,
}) => {
    const run = await runReport(request, token);
    problems.allow(/401/);
    await page.goto(`/staff/runs/${run}`);
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.getByRole("table")).toHaveCount(0);
});
