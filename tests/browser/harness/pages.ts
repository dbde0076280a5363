// Every page there is, with what makes it: so that what holds for all of them is judged for all of them.
import { fillVisit, importPersons, reportLight, runReport } from "./api.ts";
import { CHANGCHUN, CHANGSHAN, DONGTIAN } from "./places.ts";
import type { APIRequestContext, Page } from "@playwright/test";

interface Made {
    request: APIRequestContext;
    token: string;
}

export interface PageOfOurs {
    name: string;
    /** Where it is; made first, where it shows something that must be there. */
    path: (made: Made) => string | Promise<string>;
    staff?: boolean;
}

export const PAGES: PageOfOurs[] = [
    { name: "find", path: () => "/" },
    { name: "province", path: () => "/r/22" },
    { name: "city", path: () => `/r/${CHANGCHUN}` },
    { name: "district", path: () => "/r/220103" },
    { name: "community", path: () => `/r/${CHANGSHAN.code}` },
    { name: "board", path: () => `/r/${CHANGSHAN.code}/board` },
    { name: "certificates", path: () => `/r/${CHANGSHAN.code}/certificates` },
    { name: "certificate, no", path: () => `/r/${CHANGSHAN.code}/certificates/lift-notice` },
    { name: "certificate, yes", path: () => `/r/${DONGTIAN.code}/certificates/lift-notice` },
    { name: "report", path: () => `/r/${CHANGSHAN.code}/report` },
    { name: "event", path: async ({ request }) => `/events/${await reportLight(request)}` },
    { name: "checklists", path: () => `/r/${CHANGSHAN.code}/checklists` },
    { name: "checklist", path: () => `/r/${CHANGSHAN.code}/checklists/home-visit`, staff: true },
    {
        name: "submission",
        path: async ({ request, token }) => `/submissions/${await fillVisit(request, token)}`,
        staff: true,
    },
    { name: "staff", path: () => "/staff" },
    { name: "reports", path: () => "/staff/reports/220103", staff: true },
    { name: "run", path: async ({ request, token }) => `/staff/runs/${await runReport(request, token)}`, staff: true },
    { name: "figures", path: () => "/staff/figures/220103", staff: true },
    { name: "imports", path: () => "/staff/imports", staff: true },
    {
        name: "import",
        path: async ({ request, token }) => {
            // Both rows are wrong: the name is missing, the community is none.
            const csv = `姓名,身份证号,社区\n,,${CHANGSHAN.code}\n王${Date.now()},,000000000000\n`;
            return `/staff/imports/${await importPersons(request, token, csv)}`;
        },
        staff: true,
    },
    { name: "people", path: () => `/staff/people/${CHANGSHAN.code}`, staff: true },
    { name: "duplicates", path: () => `/staff/duplicates/${CHANGSHAN.code}`, staff: true },
    { name: "quality", path: () => "/staff/quality/220103", staff: true },
    { name: "fields", path: () => "/staff/fields/220103", staff: true },
    { name: "sources", path: () => "/staff/sources", staff: true },
    { name: "lost", path: () => "/nowhere" },
];

/** As if signed in before. */
export async function signIn(page: Page, token: string): Promise<void> {
    await page.addInitScript((kept) => sessionStorage.setItem("lifang.token", kept), token);
}

/** Waits until the page shows what it is about: its title, and nothing that is still to come. */
export async function settled(page: Page): Promise<void> {
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    await page.locator(".van-skeleton").first().waitFor({ state: "detached" });
}
