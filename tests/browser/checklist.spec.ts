// Fill a checklist: questions come and go by the district's own logic, and what is wrong is said where it is.
import { CHANGSHAN, DONGTIAN } from "./harness/places.ts";
import { expect, test } from "./harness/test.ts";
import { dayFromNow } from "./harness/api.ts";

test.beforeEach(async ({ page, say, token }) => {
    await page.goto(`/staff#token=${token}`);
    await expect(page.getByRole("button", { name: say("staff-sign-out") })).toBeVisible();
});

test("questions appear and disappear as one answers", async ({ page }) => {
    await page.goto(`/r/${CHANGSHAN.code}/checklists/home-visit`);
    const met = page.getByRole("group", { name: "见到了谁" });
    await expect(page.getByLabel("约定再次走访的日期")).toBeHidden();
    await met.getByRole("radio", { name: "无人在家" }).check();
    await expect(page.getByLabel("约定再次走访的日期")).toBeVisible();
    await expect(page.getByRole("group", { name: "居住状况" })).toBeHidden();
    await met.getByRole("radio", { name: "家人" }).check();
    await expect(page.getByRole("group", { name: "居住状况" })).toBeVisible();
    await expect(page.getByLabel("约定再次走访的日期")).toBeHidden();
});

test("what is wrong or missing is said at its question, and nothing is sent", async ({ page, say }) => {
    let sent = 0;
    page.on("request", (request) => (sent += Number(request.url().endsWith("/submissions"))));
    await page.goto(`/r/${CHANGSHAN.code}/checklists/home-visit`);
    await page.getByRole("group", { name: "见到了谁" }).getByRole("radio", { name: "无人在家" }).check();
    await page.getByRole("button", { name: say("checklist-send") }).click();
    await expect(page.getByLabel("约定再次走访的日期")).toBeFocused();

    await page.getByLabel("约定再次走访的日期").fill(dayFromNow(40));
    await expect(page.getByText(/再次走访应约在/)).toBeVisible();
    await page.getByRole("button", { name: say("checklist-send") }).click();
    await expect(page.getByRole("alert").first()).toBeVisible();
    expect(sent).toBe(0);
});

test("a day that is none is said at its question, and the form stays", async ({ page, say }) => {
    await page.goto(`/r/${CHANGSHAN.code}/checklists/home-visit`);
    await page.getByRole("group", { name: "见到了谁" }).getByRole("radio", { name: "无人在家" }).check();
    const day = page.getByLabel("约定再次走访的日期");
    // What a browser makes of a year typed with two digits too many.
    await day.evaluate((field: HTMLInputElement) => {
        field.value = "61126-02-02";
        field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await expect(page.getByText(say("field-day"))).toBeVisible();
    await expect(day).toBeVisible();
});

test("two districts ask their own questions under the same address", async ({ page }) => {
    await page.goto(`/r/${CHANGSHAN.code}/checklists/home-visit`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("入户走访（新建小区）");
    await page.goto(`/r/${DONGTIAN.code}/checklists/home-visit`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("入户走访（老旧楼院）");
});
