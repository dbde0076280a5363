// Staff bring in a list: the headings suggest what is what, a try writes nothing, and a row with a fault comes back to be mended.
import { mistyped, residentId, someBirth } from "./harness/identities.ts";
import { signIn } from "./harness/pages.ts";
import { CHANGSHAN } from "./harness/places.ts";
import { expect, test } from "./harness/test.ts";
import type { Page } from "@playwright/test";

function list(): Buffer {
    const [one, other] = [someBirth(), someBirth()];
    const rows = [
        "姓名,身份证号,性别,出生日期,手机号,社区,居住类型,本人备注",
        `王秀兰,${residentId(one)},女,${one},13800001234,${CHANGSHAN.code},户在人在,`,
        `李桂英,${mistyped(residentId(other))},女,${other},13800005678,${CHANGSHAN.code},户在人在,`,
    ];
    return Buffer.from(rows.join("\r\n"));
}

/** How many rows an import says became what. */
const count = (page: Page, of: string) =>
    page.locator("dl > div", { has: page.getByText(of, { exact: true }) }).locator("dd");

test("a list is looked over, tried, imported, and given back where it is wrong", async ({ page, say, token }) => {
    await signIn(page, token);
    const file = { name: "人员.csv", mimeType: "text/csv", buffer: list() };
    const choose = async () => {
        await page.goto("/staff/imports");
        await page.getByLabel(say("imports-file")).setInputFiles(file);
        await expect(page.getByRole("combobox", { name: "身份证号" })).toHaveValue("resident_id");
        await expect(page.getByRole("combobox", { name: "本人备注" })).toHaveValue("");
    };

    await choose();
    await page.getByRole("button", { name: say("imports-try") }).click();
    await expect(page.getByText(say("import-dry-run-lead"))).toBeVisible();
    await expect(count(page, say("import-taken"))).toHaveText("1");
    await expect(count(page, say("import-rejected"))).toHaveText("1");

    // Nothing was written, so the same row is new again. The browser still has the file, and the page sends it for real.
    await page.getByRole("button", { name: say("import-real-now") }).click();
    await expect(page.getByRole("status").filter({ hasText: say("import-state-partly") })).toBeVisible();
    await expect(count(page, say("import-taken"))).toHaveText("1");
    await expect(page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "3" }) })).toBeVisible();
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: say("import-errors") }).click();
    expect((await coming).suggestedFilename()).toMatch(/\.xlsx$/);

    // The same file once more changes nothing.
    await choose();
    await page.getByRole("button", { name: say("imports-import"), exact: true }).click();
    await expect(count(page, say("import-unchanged"))).toHaveText("1");
    await expect(count(page, say("import-taken"))).toHaveText("0");
});

test("a field that no column gives is given for all rows, and without it nothing is sent", async ({
    page,
    say,
    token,
}) => {
    await signIn(page, token);
    await page.goto("/staff/imports");
    const buffer = Buffer.from(`姓名,身份证号,居住类型\n张玉珍,${residentId(someBirth())},户在人在\n`);
    await page.getByLabel(say("imports-file")).setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer });
    const send = page.getByRole("button", { name: say("imports-try") });
    await expect(send).toHaveAttribute("aria-disabled", "true");
    const community = page.locator("#all-region");
    await community.fill(CHANGSHAN.code);
    await community.blur();
    await expect(send).toHaveAttribute("aria-disabled", "false");
    await send.click();
    await expect(count(page, say("import-taken"))).toHaveText("1");
});
