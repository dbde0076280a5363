// Before any test: the one host that most of them share; after all, its end.
import { startHost } from "./host.ts";

/** How workers learn of the shared host. Set beforehand, they name one that runs already and is left running. */
const URL = "LIFANG_BROWSER_URL";
const TOKEN = "LIFANG_BROWSER_TOKEN";

export default async function start(): Promise<(() => Promise<void>) | undefined> {
    if (process.env[URL]) return undefined;
    const host = await startHost();
    process.env[URL] = host.url;
    process.env[TOKEN] = host.token;
    return () => host.stop();
}
