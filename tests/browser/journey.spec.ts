// What residents come for, in one go: find, ask, report, fill; with a mouse or a finger, and with a keyboard alone.
import { press, choose, tabTo, type } from "./harness/keyboard.ts";
import { CHANGSHAN } from "./harness/places.ts";
import { LANGUAGES, expect, test, type Language } from "./harness/test.ts";
import { dayFromNow } from "./harness/api.ts";
import type { Page } from "@playwright/test";
import type { Say } from "./harness/words.ts";

/** What the plugins of province and district say. */
const DISTRICT: Record<
    Language,
    Record<"criminal" | "light" | "firm" | "visit" | "met" | "nobody" | "next" | "again", string>
> = {
    zh: {
        criminal: "无犯罪记录证明",
        light: "楼道灯不亮",
        firm: "物业",
        visit: "入户走访（新建小区）",
        met: "见到了谁",
        nobody: "无人在家",
        next: "约定再次走访的日期",
        again: "上次无人在家，按约定再次走访",
    },
    en: {
        criminal: "criminal record",
        light: "A stairwell light is out",
        firm: "property firm",
        visit: "Home visit (new estates)",
        met: "Who was met",
        nobody: "Nobody at home",
        next: "Day agreed for another visit",
        again: "Nobody was at home; visit again as agreed",
    },
};

for (const language of LANGUAGES) {
    test.describe(language, () => {
        test.use({ language });
        const told = DISTRICT[language];

        test("find, ask, report, fill, by pointer", async ({ page, say, token }) => {
            await page.goto(`/staff#token=${token}`);
            await expect(page.getByRole("button", { name: say("staff-sign-out") })).toBeVisible();

            await test.step("find", async () => {
                await page.getByRole("link", { name: say("home") }).click();
                await page.getByRole("searchbox").fill("长山花园");
                await expectSettled(page);
                await page.getByRole("link", { name: CHANGSHAN.name }).click();
                await expect(page.getByRole("heading", { level: 1 })).toContainText(CHANGSHAN.name);
            });
            await test.step("ask", async () => {
                await service(page, say, "certificates").click();
                await page.getByRole("searchbox").fill("无犯罪记录");
                await expectSettled(page);
                await page.getByRole("link", { name: new RegExp(told.criminal, "i") }).click();
                await expectRefused(page, say);
            });
            await test.step("report", async () => {
                await way(page, say, "report").click();
                await page.getByRole("radio", { name: told.light }).check();
                await page.getByRole("button", { name: say("report-send") }).click();
                await expectDecided(page, say, told.firm);
            });
            await test.step("fill", async () => {
                await way(page, say, "checklists").click();
                await page.getByRole("link", { name: told.visit }).click();
                await page.getByRole("group", { name: told.met }).getByRole("radio", { name: told.nobody }).check();
                await page.getByLabel(told.next).fill(dayFromNow(3));
                await page.getByRole("button", { name: say("checklist-send") }).click();
                await expectJudged(page, say, told.again);
            });
        });

        test("find, ask, report, fill, by keyboard alone", async ({ page, say, token }) => {
            await page.goto(`/staff#token=${token}`);
            await expect(page.getByRole("button", { name: say("staff-sign-out") })).toBeVisible();

            await test.step("find", async () => {
                await press(page, page.getByRole("link", { name: say("home") }));
                await type(page, page.getByRole("searchbox"), "长山花园");
                await press(page, page.getByRole("link", { name: CHANGSHAN.name }));
                await expect(page.getByRole("heading", { level: 1 })).toContainText(CHANGSHAN.name);
            });
            await test.step("ask", async () => {
                await press(page, service(page, say, "certificates"));
                await type(page, page.getByRole("searchbox"), "无犯罪记录");
                await press(page, page.getByRole("link", { name: new RegExp(told.criminal, "i") }));
                await expectRefused(page, say);
            });
            await test.step("report", async () => {
                await press(page, way(page, say, "report"));
                await choose(page, page.getByRole("radio", { name: told.light }));
                await press(page, page.getByRole("button", { name: say("report-send") }));
                await expectDecided(page, say, told.firm);
            });
            await test.step("fill", async () => {
                await press(page, way(page, say, "checklists"));
                await press(page, page.getByRole("link", { name: told.visit }));
                await choose(
                    page,
                    page.getByRole("group", { name: told.met }).getByRole("radio", { name: told.nobody }),
                );
                await tabTo(page, page.getByLabel(told.next));
                // The browser's own field, which goes on by itself; without language packs Chromium's is American.
                const [year, month, day] = dayFromNow(3).split("-");
                await page.keyboard.type(`${month}${day}${year}`);
                await expect(page.getByLabel(told.next)).toHaveValue(dayFromNow(3));
                await press(page, page.getByRole("button", { name: say("checklist-send") }));
                await expectJudged(page, say, told.again);
            });
        });
    });
}

/** The way to a service, in the bar that every page of a community has. */
function way(page: Page, say: Say, name: string) {
    return page.getByRole("navigation", { name: say("ways") }).getByRole("link", { name: say(`way-${name}`) });
}

/** The same way where the community's page explains it. */
function service(page: Page, say: Say, name: string) {
    return page.getByRole("main").getByRole("link", { name: `${say(`do-${name}`)} ${say(`do-${name}-lead`)}` });
}

/** The list answers what was typed, so nothing in it moves any more under the pointer. */
async function expectSettled(page: Page): Promise<void> {
    await expect(page.getByRole("main").locator("[aria-busy=false]")).toBeVisible();
}

async function expectRefused(page: Page, say: Say): Promise<void> {
    await expect(page.getByText(say("certificate-no"))).toBeVisible();
    // Refused means: told who does it, and by which list.
    await expect(page.getByText(say("certificate-office"))).toBeVisible();
    await expect(page.getByText("民发〔2020〕20号")).toBeVisible();
}

async function expectDecided(page: Page, say: Say, who: string): Promise<void> {
    await expect(page).toHaveURL(/\/events\/[0-9a-f-]{36}$/);
    await expect(page.getByText(say("event-status-decided"), { exact: true })).toBeVisible();
    await expect(page.getByRole("heading", { name: say("event-work") })).toBeVisible();
    await expect(page.getByRole("heading", { name: say("event-reasons") })).toBeVisible();
    await expect(page.getByRole("main")).toContainText(who);
}

async function expectJudged(page: Page, say: Say, action: string): Promise<void> {
    await expect(page).toHaveURL(/\/submissions\/[0-9a-f-]{36}$/);
    await expect(page.getByText(say("submission-status-judged"), { exact: true })).toBeVisible();
    await expect(page.getByRole("main")).toContainText(action);
}
