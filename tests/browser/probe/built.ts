// Builds the probe once, and lays it beside the pages of a host, where only a test can see it.
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { BrowserContext, Page } from "@playwright/test";

const UI = resolve(import.meta.dirname, "../../../host/web/ui");
/** Two workers may build at once. */
const OUT = resolve(import.meta.dirname, "../../../target/browser-probe", process.env.TEST_WORKER_INDEX ?? "0");
const TYPES: Record<string, string> = { js: "text/javascript", json: "application/json", css: "text/css" };

let building: Promise<unknown> | undefined;

function build(): Promise<unknown> {
    const vite = join(UI, "node_modules/vite/bin/vite.js");
    const config = join(import.meta.dirname, "vite.config.ts");
    return (building ??= promisify(execFile)(process.execPath, [vite, "build", "--config", config, "--outDir", OUT], {
        cwd: UI,
    }));
}

/** Opens a page of the host that has the probe as `window.probe`. */
export async function openProbe(page: Page, context: BrowserContext, host: string): Promise<void> {
    await build();
    // The worker gets the headers that the host gives its own.
    const headers = await workerHeaders(host);
    await context.route("**/__probe/**", async (route) => {
        const name = new URL(route.request().url()).pathname.replace("/__probe/", "");
        const contentType = TYPES[name.split(".").pop() ?? ""] ?? "application/octet-stream";
        const own = name.includes("worker") ? headers : {};
        await route.fulfill({ body: await readFile(join(OUT, name)), contentType, headers: own });
    });
    await page.goto(host);
    await page.evaluate(async () => {
        const from = "/__probe/probe.js";
        (window as unknown as { probe: unknown }).probe = await import(from);
    });
}

/** What a worker of the pages may do. */
async function workerHeaders(host: string): Promise<Record<string, string>> {
    const built = await readdir(join(UI, "dist/assets"));
    const worker = built.find((name) => /^worker-.*\.js$/.test(name));
    if (worker === undefined) throw new Error("the pages have no worker: `cargo xtask ui` builds them");
    const response = await fetch(`${host}/assets/${worker}`);
    const policy = response.headers.get("content-security-policy");
    if (!response.ok || policy === null) throw new Error(`${worker}: ${response.status}, policy ${policy}`);
    return { "content-security-policy": policy };
}
