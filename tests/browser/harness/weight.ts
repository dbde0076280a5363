// How much comes over the wire before a page is there: counted by a wire of our own, so workers and data count too.
import { connect, createServer, type AddressInfo } from "node:net";
import { once } from "node:events";

export interface Wire {
    /** The host's address through the wire. */
    readonly url: string;
    /** Bytes that came from the host so far, headers included. */
    received(): number;
    close(): void;
}

/** Lays a wire to a host. */
export async function wireTo(host: string): Promise<Wire> {
    const { hostname, port } = new URL(host);
    let received = 0;
    const server = createServer((browser) => {
        const upstream = connect(Number(port), hostname);
        upstream.on("data", (chunk) => (received += chunk.length));
        browser.pipe(upstream).pipe(browser);
        // A browser breaks off what it no longer needs.
        browser.on("error", () => upstream.destroy());
        upstream.on("error", () => browser.destroy());
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port: own } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${own}`, received: () => received, close: () => server.close() };
}
