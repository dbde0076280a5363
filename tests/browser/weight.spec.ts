// No page weighs more than 200 KB at first load: everything that comes over the wire, data and headers included.
import { PAGES, settled, signIn } from "./harness/pages.ts";
import { expect, test } from "./harness/test.ts";
import { variable } from "./harness/environment.ts";
import { wireTo } from "./harness/weight.ts";

const MOST = 200_000;

for (const one of PAGES) {
    test(`${one.name} is light`, async ({ page, request, token }) => {
        if (one.staff) await signIn(page, token);
        const path = await one.path({ request, token });
        const wire = await wireTo(variable("LIFANG_BROWSER_URL"));
        try {
            await page.goto(wire.url + path);
            await settled(page);
            const weight = wire.received();
            console.log(`    ${one.name.padEnd(18)} ${(weight / 1000).toFixed(1).padStart(6)} KB`);
            expect(weight, `bytes of ${path}`).toBeLessThanOrEqual(MOST);
        } finally {
            wire.close();
        }
    });
}
