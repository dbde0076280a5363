// Which browser is driven, and how it is kept from doing anything but show our pages.
import { variable } from "./environment.ts";
import type { LaunchOptions } from "@playwright/test";

export const chromium: LaunchOptions = {
    executablePath: variable("LIFANG_CHROMIUM"),
    args: [
        // Tests run as root in a container, where the sandbox cannot; the pages are ours.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
    ],
};
