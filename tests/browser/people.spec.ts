// Staff look somebody up: by ID or phone, masked until a purpose is given, with history, and on to a checklist about them.
import { importPersons } from "./harness/api.ts";
import { residentId, someBirth, somePhone } from "./harness/identities.ts";
import { signIn } from "./harness/pages.ts";
import { CHANGSHAN } from "./harness/places.ts";
import { expect, test } from "./harness/test.ts";

const HEADINGS = "姓名,身份证号,性别,出生日期,手机号,社区,居住类型";

test("a person is found by ID, shown in full for a purpose, with all that was known before", async ({
    page,
    say,
    token,
    request,
}) => {
    const birth = someBirth();
    const id = residentId(birth);
    const [before, now] = [somePhone(), somePhone()];
    for (const phone of [before, now]) {
        const row = `李桂英,${id},女,${birth},${phone},${CHANGSHAN.code},户在人在`;
        await importPersons(request, token, `${HEADINGS}\n${row}`);
    }

    await signIn(page, token);
    await page.goto(`/staff/people/${CHANGSHAN.code}`);
    const number = page.getByLabel(say("people-number"));
    await number.fill(`${id.slice(0, 6)} ${id.slice(6)}`);
    await number.press("Enter");
    const record = page.getByRole("table");
    const phones = record.getByRole("row").filter({ hasText: say("person-phone") });
    await expect(phones).toHaveCount(1);
    await expect(phones).toContainText(`${now.slice(0, 3)}****${now.slice(-4)}`);
    await expect(phones).toContainText(say("origin-import"));
    // What was typed is in no address.
    expect(page.url()).not.toContain(id);
    await expect(record).not.toContainText("李桂英");

    await page.getByRole("button", { name: say("record-unmask-title") }).click();
    await page.getByLabel(say("staff-reason")).fill("核对低保");
    await page.getByRole("button", { name: say("record-unmask"), exact: true }).click();
    await expect(record).toContainText("李桂英");
    await expect(phones).toContainText(now);
    await expect(page.getByText("核对低保")).toBeVisible();

    await page.getByLabel(say("record-history")).check();
    await expect(phones).toHaveCount(2);
    await expect(phones.filter({ hasText: before })).toContainText(say("record-corrected"));

    await page.getByRole("link").filter({ hasText: "入户走访" }).click();
    await expect(page).toHaveURL(/checklists\/home-visit\?person=/);
    await expect(page.getByText(`${id.slice(0, 4)}**********${id.slice(-4)}`)).toBeVisible();
});

test("a number that nobody has is said with what to do, and an empty box is not sent", async ({ page, say, token }) => {
    await signIn(page, token);
    await page.goto(`/staff/people/${CHANGSHAN.code}`);
    const find = page.getByRole("button", { name: say("find-search-do") });
    await find.click();
    await expect(page.getByLabel(say("people-number"))).toBeFocused();
    await expect(page.getByText(say("field-required"))).toBeVisible();
    await page.getByLabel(say("people-number")).fill(residentId(someBirth()));
    await find.click();
    await expect(page.getByText(say("people-nobody"))).toBeVisible();
    await expect(page.getByRole("table")).toHaveCount(0);
});

test("who is not signed in is sent to the door, and comes back to where they were going", async ({
    page,
    say,
    token,
}) => {
    await page.goto(`/staff/people/${CHANGSHAN.code}`);
    await page.getByRole("link", { name: say("staff-enter") }).click();
    await page.getByLabel(say("staff-token")).fill(token);
    await page.getByRole("button", { name: say("staff-sign-in") }).click();
    await expect(page).toHaveURL(`/staff/people/${CHANGSHAN.code}`);
    await expect(page.getByLabel(say("people-number"))).toBeVisible();
});
