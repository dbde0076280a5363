// What is measured in a browser: one at a time, on a desk, with rows printed.
import base, { projects } from "./playwright.config.ts";
import { defineConfig } from "@playwright/test";

export default defineConfig({
    ...base,
    testDir: "bench",
    testMatch: "*.bench.ts",
    fullyParallel: false,
    workers: 1,
    timeout: 600_000,
    use: { ...base.use, trace: "off" },
    projects: projects.filter((project) => project.name === "desk"),
});
