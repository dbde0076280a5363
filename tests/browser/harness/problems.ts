// What goes wrong while a page is used, whether or not anybody looks: console errors, exceptions, failed requests.
import { expect, type BrowserContext } from "@playwright/test";

export class Problems {
    /** All that happened so far, allowed or not. */
    readonly seen: string[] = [];
    readonly #expected: RegExp[] = [];

    constructor(context: BrowserContext) {
        const add = (what: string) => this.seen.push(what);
        context.on("console", (message) => {
            if (message.type() === "error") add(`console: ${message.text()} (${message.location().url})`);
        });
        context.on("weberror", (error) => add(`exception: ${error.error().stack ?? error.error().message}`));
        context.on("requestfailed", (request) => {
            const why = request.failure()?.errorText ?? "failed";
            // The page went elsewhere, or no longer wanted the answer.
            if (why !== "net::ERR_ABORTED") add(`request: ${why} ${request.method()} ${request.url()}`);
        });
        context.on("response", (response) => {
            if (response.status() >= 400)
                add(`answer: ${response.status()} ${response.request().method()} ${response.url()}`);
        });
    }

    /** Lets the test go on although this happens; it must say which. */
    allow(pattern: RegExp): void {
        this.#expected.push(pattern);
    }

    /** Fails when something happened that no test allowed. */
    expectNone(): void {
        const unexpected = this.seen.filter((what) => !this.#expected.some((pattern) => pattern.test(what)));
        expect(unexpected, "what went wrong in the pages").toEqual([]);
    }
}
