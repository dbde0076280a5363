// The same component on the server and in a browser: the same answers to the byte, and a page that outlives a bad one.
import { expect, LANGUAGES, test } from "./harness/test.ts";
import { guest, type Host, startHost } from "./harness/host.ts";
import { openProbe } from "./probe/built.ts";
import type { Page } from "@playwright/test";
import type { Probe } from "./probe/types.ts";

const SETS = 1_000;
/** Kuancheng and Chaoyang with their own checklists, a community of Nanguan with the province's, and one of Hubei, which has none. */
const REGIONS = ["220103008003", "220104001001", "220102001001", "420102002003"];

for (const language of LANGUAGES) {
    test.describe(language, () => {
        test.use({ language });

        test("a thousand answer sets of each shipped checklist, byte for byte", async ({
            page,
            context,
            baseURL,
            problems,
        }) => {
            test.setTimeout(600_000);
            // Wrong answers are part of the sets.
            problems.allow(/status of 422|answer: 422/);
            const digests = new Set<string>();
            await openProbe(page, context, baseURL!);
            for (const region of REGIONS) {
                const lists = (await (await page.request.get(`/api/v1/regions/${region}/checklists`)).json()) as {
                    id: string;
                }[];
                for (const { id } of lists) {
                    const told = await page.evaluate(
                        ([region, id, language, sets]) =>
                            (window as unknown as { probe: Probe }).probe.compare(region, id, language, sets),
                        [region, id, language, SETS] as const,
                    );
                    console.log(
                        `${language} ${region} ${id}: ${told.questions} questions, ${told.states} states, ${told.refusals} refusals, ${told.different} different`,
                    );
                    expect(told.apart, `${region} ${id}: where the sides do not agree`).toEqual([]);
                    expect(told.states, "most sets are answered").toBeGreaterThan(SETS * 0.6);
                    expect(told.refusals, "wrong answers are among them").toBeGreaterThan(SETS * 0.02);
                    expect(told.different, "the answers change the form").toBeGreaterThan(SETS * 0.3);
                    digests.add(told.digest);
                }
            }
            const plugins = (await (await page.request.get("/api/v1/plugins")).json()) as {
                plugin: { id: string; digest: string };
                checklists: unknown[];
            }[];
            const shipped = plugins.filter((one) => one.checklists.length > 0).map((one) => one.plugin.digest);
            expect([...digests].sort(), "every shipped checklist was compared").toEqual([...new Set(shipped)].sort());
        });
    });
}

test.describe("a component that does what no plugin should", () => {
    let host: Host;
    test.beforeAll(async () => {
        test.setTimeout(400_000);
        host = await startHost({ persons: 300 });
        await host.install(guest("hostile-forms"));
    });
    test.afterAll(() => host.stop());

    /** Opens a checklist and answers it twice; tells what was said, and how alive the page stayed meanwhile. */
    const answerTwice = (page: Page, id: string) =>
        page.evaluate(async (id) => {
            const { open } = (window as unknown as { probe: Probe }).probe;
            const reasons: string[] = [];
            const { runner } = await open("220103008003", id, { onFallback: (why) => reasons.push(why.code) });
            let ticks = 0;
            const ticking = setInterval(() => ticks++, 10);
            const began = performance.now();
            const said: string[] = [];
            for (const answers of [{ gas: true }, { gas: true }]) {
                const told = runner.state(answers).then(
                    (state) => JSON.stringify([state.complete, state.nodes[1]?.problems]),
                    (problem: { code: string }) => problem.code,
                );
                said.push(await told);
            }
            clearInterval(ticking);
            const [ms, where] = [performance.now() - began, runner.where];
            runner.close();
            return { reasons, said, where, ms, ticks };
        }, id);

    const DEEDS = [
        { id: "good", reasons: [], said: "[true,[]]" },
        { id: "remember-calls", reasons: [], said: "[true,[]]" },
        { id: "spin-in-state", reasons: ["overstayed"], said: "plugin-deadline" },
        { id: "trap-in-state", reasons: ["trapped"], said: "plugin-trap" },
        { id: "eat-memory-in-state", reasons: ["trapped"], said: "plugin-memory" },
        { id: "short-state", reasons: ["crooked"], said: "plugin-crooked-answer" },
        { id: "not-a-number-in-state", reasons: ["crooked"], said: "plugin-crooked-answer" },
    ];
    for (const { id, reasons, said } of DEEDS) {
        test(`${id}: the page goes on, and the server has the word`, async ({ page, context, problems }) => {
            problems.allow(/answer: 502|status of 502/);
            await openProbe(page, context, host.url);
            const told = await answerTwice(page, id);
            expect(told.reasons).toEqual(reasons);
            expect(told.said).toEqual([said, said]);
            expect(told.where).toBe(reasons.length > 0 ? "server" : "browser");
            expect(told.ms, "nobody waits long for a bad plugin").toBeLessThan(20_000);
            expect(told.ticks, "the page itself was never busy").toBeGreaterThan(told.ms / 100);
        });
    }

    test("without a network the browser still answers, and what fails then is said to be out of reach", async ({
        page,
        context,
        problems,
    }) => {
        problems.allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
        await openProbe(page, context, host.url);
        await page.evaluate(() => {
            const { open } = (window as unknown as { probe: Probe }).probe;
            const opened = ["good", "trap-in-state"].map((id) =>
                open("220103008003", id, { onFallback: () => undefined }),
            );
            return Promise.all(opened).then(async (both) => {
                await both[0]!.runner.state({});
                Object.assign(window, { both });
            });
        });
        await context.setOffline(true);
        const said = await page.evaluate(() => {
            const { both } = window as unknown as { both: Awaited<ReturnType<Probe["open"]>>[] };
            const ask = ({ runner }: (typeof both)[number]) =>
                runner.state({ gas: true }).then(
                    (state) => String(state.complete),
                    (problem: { code: string }) => problem.code,
                );
            return Promise.all(both.map(ask));
        });
        expect(said).toEqual(["true", "offline"]);
        await context.setOffline(false);
    });

    test("a file that is not what was described never runs", async ({ page, context, problems }) => {
        problems.allow(/integrity/);
        await context.route("**/api/v1/modules/**", async (route) => {
            const response = await route.fetch();
            const body = await response.body();
            body[body.length - 2] = body[body.length - 2]! ^ 1;
            await route.fulfill({ response, body });
        });
        await openProbe(page, context, host.url);
        const told = await answerTwice(page, "good");
        expect(told.reasons).toEqual(["unloadable"]);
        expect(told.said).toEqual(["[true,[]]", "[true,[]]"]);
    });
});
