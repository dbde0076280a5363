// How the pages are judged: on a phone and on a desk, over a host of this run's own.
import { chromium } from "./harness/chromium.ts";
import { defineConfig, type Project } from "@playwright/test";

/** 390 × 844 with touch, and 1440 × 900 with a mouse. */
export const projects: Project[] = [
    {
        name: "phone",
        // What is computed does not depend on the width of the screen.
        testIgnore: "same-bytes.spec.ts",
        use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
    { name: "desk", use: { viewport: { width: 1440, height: 900 } } },
];

export default defineConfig({
    testDir: ".",
    testMatch: "*.spec.ts",
    outputDir: "../../target/browser",
    globalSetup: "./harness/global.ts",
    reporter: [["list"]],
    fullyParallel: true,
    forbidOnly: true,
    retries: 0,
    workers: 2,
    // Generous: a slow machine is no fault of the pages. Nothing waits longer than it must.
    timeout: 90_000,
    expect: { timeout: 15_000 },
    use: {
        launchOptions: chromium,
        locale: "zh-CN",
        timezoneId: "Asia/Shanghai",
        trace: "retain-on-failure",
        screenshot: "only-on-failure",
    },
    projects,
});
