// Ask about a certificate: the same question has another answer in another district, each with its basis and who does it.
import { CHANGSHAN, DONGTIAN } from "./harness/places.ts";
import { expect, test } from "./harness/test.ts";

test("a notice of a lift: in Chaoyang the community issues it, in Kuancheng it names who does", async ({
    page,
    say,
}) => {
    await page.goto(`/r/${DONGTIAN.code}/certificates/lift-notice`);
    await expect(page.getByText(say("certificate-yes"))).toBeVisible();
    await page.goto(`/r/${CHANGSHAN.code}/certificates/lift-notice`);
    await expect(page.getByText(say("certificate-no"))).toBeVisible();
    await expect(page.getByRole("main")).toContainText("业主委员会");
});

test("what nobody may ask for is told as such", async ({ page, say }) => {
    await page.goto(`/r/${CHANGSHAN.code}/certificates`);
    await page.getByRole("searchbox").fill("太空旅行证明");
    await expect(page.getByText(say("certificates-nothing"))).toBeVisible();
    await expect(page.getByText(say("certificates-nothing-remedy"))).toBeVisible();
});

test("a certificate that no list has is a problem with a way on", async ({ page, problems }) => {
    problems.allow(/404/);
    await page.goto(`/r/${CHANGSHAN.code}/certificates/no-such-thing`);
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.getByRole("navigation").first()).toBeVisible();
});
