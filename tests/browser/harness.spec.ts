// The judges themselves: what is wrong is seen, or everything else here would prove nothing.
import { expectAccessible } from "./harness/accessible.ts";
import { variable } from "./harness/environment.ts";
import { tabTo } from "./harness/keyboard.ts";
import { expect, test } from "./harness/test.ts";
import { wireTo } from "./harness/weight.ts";

test("grey on grey, a nameless field and a picture without words are found", async ({ page }) => {
    for (const wrong of [
        '<p style="color:#999;background:#aaa">看不清</p>',
        "<input type=text>",
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    ]) {
        await page.setContent(`<!doctype html><html lang=zh><title>t</title><main><h1>h</h1>${wrong}</main>`);
        await expect(expectAccessible(page, wrong)).rejects.toThrow(/what axe-core finds/);
    }
});

test("an exception, an error in the console and a refusal are noticed", async ({ page, problems }) => {
    await page.goto("/");
    for (const wrong of [
        "setTimeout(() => { throw new Error('a'); })",
        "console.error('b')",
        "void fetch('/api/v1/nothing')",
    ]) {
        await page.evaluate(wrong);
    }
    await expect.poll(() => problems.seen.join("\n")).toMatch(/exception: [^]*console: b[^]*answer: 404|404/);
    expect(() => problems.expectNone()).toThrow();
    problems.allow(/exception|console|answer/);
});

test("a focus that cannot be seen, and an element that Tab never reaches, are found", async ({ page }) => {
    await page.setContent("<style>*{outline:none!important}</style><button>一</button><button tabindex=-1>二</button>");
    await expect(tabTo(page, page.getByRole("button", { name: "一" }))).rejects.toThrow(/can be seen/);
    await expect(tabTo(page, page.getByRole("button", { name: "二" }))).rejects.toThrow(/never had the focus/);
});

test("the wire counts what comes, to the byte of the body and some headers", async () => {
    const wire = await wireTo(variable("LIFANG_BROWSER_URL"));
    const body = await (
        await fetch(`${wire.url}/api/v1/openapi.json`, { headers: { "accept-encoding": "identity" } })
    ).text();
    const bytes = Buffer.byteLength(body);
    expect(wire.received()).toBeGreaterThan(bytes);
    expect(wire.received()).toBeLessThan(bytes + 4000);
    wire.close();
});
