// A network that goes in the middle of a form, a reload, a second thought: what was typed is there, and the page says so.
import { CHANGSHAN } from "./harness/places.ts";
import { LANGUAGES, expect, test } from "./harness/test.ts";

const TYPED = "3号楼2单元，二楼到三楼之间";
const LIGHT = { zh: "楼道灯不亮", en: "A stairwell light is out" };
const WHERE = { zh: "具体位置", en: "Where exactly" };

for (const language of LANGUAGES) {
    test.describe(language, () => {
        test.use({ language });

        test("a report that is being typed outlives the network and a reload, and is sent once", async ({
            page,
            context,
            say,
            problems,
        }) => {
            problems.allow(/ERR_INTERNET_DISCONNECTED/);
            await page.goto(`/r/${CHANGSHAN.code}/report`);
            await page.getByRole("radio", { name: LIGHT[language] }).check();
            await page.getByLabel(WHERE[language]).fill(TYPED);

            await context.setOffline(true);
            await expect(page.getByText(say("network-gone"))).toBeVisible();
            await page.getByRole("button", { name: say("report-send") }).click();
            await expect(page.getByRole("alert")).toContainText(say("problem-offline"));
            await expect(page.getByLabel(WHERE[language])).toHaveValue(TYPED);

            await context.setOffline(false);
            await expect(page.getByText(say("network-gone"))).toBeHidden();
            await page.reload();
            await expect(page.getByLabel(WHERE[language])).toHaveValue(TYPED);
            await page.getByRole("button", { name: say("report-send") }).click();
            await expect(page.getByText(say("event-status-decided"), { exact: true })).toBeVisible();

            // What was sent is no draft any more.
            await page.goto(`/r/${CHANGSHAN.code}/report`);
            await expect(page.getByRole("radio", { name: LIGHT[language] })).not.toBeChecked();
        });
    });
}

test("an answer that was lost on its way is not a second event", async ({ page, say, problems }) => {
    problems.allow(/ERR_/);
    const keys: (string | undefined)[] = [];
    await page.route("**/api/v1/regions/*/events", async (route) => {
        keys.push(route.request().headers()["idempotency-key"]);
        if (keys.length > 1) return route.continue();
        // It reached the host; the answer never came back.
        await route.fetch();
        await route.abort("connectionreset");
    });
    await page.goto(`/r/${CHANGSHAN.code}/report`);
    await page.getByRole("radio", { name: LIGHT.zh }).check();
    await page.getByRole("button", { name: say("report-send") }).click();
    await expect(page.getByRole("alert")).toContainText(say("problem-offline"));
    await page.getByRole("button", { name: say("report-send") }).click();
    await expect(page.getByText(say("event-status-decided"), { exact: true })).toBeVisible();
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
});

test("a checklist's answers outlive the network and a reload", async ({ page, context, say, token, problems }) => {
    problems.allow(/ERR_INTERNET_DISCONNECTED/);
    await page.goto(`/staff#token=${token}`);
    await expect(page.getByRole("button", { name: say("staff-sign-out") })).toBeVisible();
    await page.goto(`/r/${CHANGSHAN.code}/checklists/home-visit`);
    const met = page.getByRole("group", { name: "见到了谁" });
    await met.getByRole("radio", { name: "本人" }).check();
    await expect(page.getByRole("group", { name: "居住状况" })).toBeVisible();

    await context.setOffline(true);
    await expect(page.getByText(say("network-gone"))).toBeVisible();
    await page.getByLabel("年龄（周岁）").fill("83");
    await context.setOffline(false);

    await page.reload();
    await expect(page.getByText(say("checklist-restored"))).toBeVisible();
    await expect(met.getByRole("radio", { name: "本人" })).toBeChecked();
    await expect(page.getByLabel("年龄（周岁）")).toHaveValue("83");
});
