// Two records that may be one person: staff make them one, take it back, and say that they are two.
import { importPersons } from "./harness/api.ts";
import { oneDigitOff, residentId, someBirth, somePhone } from "./harness/identities.ts";
import { signIn } from "./harness/pages.ts";
import { CHANGSHAN, DONGTIAN } from "./harness/places.ts";
import { expect, test } from "./harness/test.ts";

test("a pair is merged, taken apart again, and kept apart", async ({ page, say, token, request }, { project }) => {
    // Each screen has a community of its own, so that neither sees the other's pair.
    const { code } = project.name === "phone" ? DONGTIAN : CHANGSHAN;
    const [birth, phone] = [someBirth(), somePhone()];
    const id = residentId(birth);
    const rows = [id, oneDigitOff(id)].map((id) => `赵淑芬,${id},女,${birth},${phone},${code},户在人在`);
    await importPersons(request, token, ["姓名,身份证号,性别,出生日期,手机号,社区,居住类型", ...rows].join("\n"));
    const answer = await request.get(`/api/v1/regions/${code}/duplicates?limit=50`, {
        headers: { authorization: `Bearer ${token}` },
    });
    const { pairs } = (await answer.json()) as { pairs: { id: number }[] };
    const number = Math.max(...pairs.map((pair) => pair.id));

    await signIn(page, token);
    await page.goto(`/staff/duplicates/${code}`);
    const pair = page.locator(`#pair-${number}`);
    await expect(async () => {
        const more = page.getByRole("button", { name: say("run-more-rows") });
        if (!(await pair.isVisible()) && (await more.isVisible())) await more.click();
        await expect(pair).toBeVisible({ timeout: 1000 });
    }).toPass();
    await expect(pair.getByRole("row").filter({ hasText: say("pair-differs") })).toHaveCount(1);

    const decide = async (button: string, action: string) => {
        await pair.getByRole("button", { name: say(button) }).click();
        await pair.getByLabel(say("staff-reason")).fill("已电话核实");
        await pair.getByRole("button", { name: say(action), exact: true }).click();
        await expect(pair.getByLabel(say("staff-reason"))).toHaveCount(0);
    };
    await decide("pair-keep-a", "pair-merge");
    await expect(pair.getByText(say("pair-state-merged"), { exact: true })).toBeVisible();
    await expect(pair.getByText("已电话核实")).toBeVisible();
    await decide("pair-undo", "pair-undo");
    await expect(pair.getByText(say("pair-state-open"), { exact: true })).toBeVisible();
    await decide("pair-keep-apart", "pair-keep-apart");
    await expect(pair.getByText(say("pair-state-kept-apart"), { exact: true })).toBeVisible();

    // Kept apart, it is not offered again.
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await expect(pair).toHaveCount(0);
});
