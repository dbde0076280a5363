// A real host: the built program, with generated people and the shipped plugins, on a port and in a folder of its own.
import { variable } from "./environment.ts";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const REGIONS = resolve(import.meta.dirname, "../../data/hubei");
/** Generating people and compiling plugins takes seconds; a machine that is busy with other things takes more. */
const PATIENCE_MS = 300_000;

export interface Host {
    /** Without a `/` at its end. */
    readonly url: string;
    /** What stands in for sign-in. */
    readonly token: string;
    /** Installs a component beside the shipped ones, such as a hostile guest; answers with what the program says. */
    install(component: string, ...more: string[]): Promise<string>;
    stop(): Promise<void>;
}

/** A component of `plugins/`, by its folder's name. */
export const plugin = (name: string): string => join(variable("LIFANG_PLUGINS_DIR"), `${name}.wasm`);
/** A hostile component of `tests/guests/`, by its folder's name. */
export const guest = (name: string): string => join(variable("LIFANG_GUESTS_DIR"), `${name}.wasm`);

/** Starts a host and waits until it answers. */
export async function startHost({ persons = 3000 } = {}): Promise<Host> {
    const lifang = variable("LIFANG_BIN");
    const data = await mkdtemp(join(tmpdir(), "lifang-browser-"));
    const listen = `127.0.0.1:${await freePort()}`;
    const log = join(data, "log");
    const words = ["demo", "--data", data, "--listen", listen, "--regions", REGIONS, "--persons", String(persons)];
    const program = spawn(lifang, [...words, "--plugins", variable("LIFANG_PLUGINS_DIR")], {
        stdio: ["ignore", "pipe", "pipe"],
    });
    const written = createWriteStream(log);
    program.stdout.pipe(written, { end: false });
    program.stderr.pipe(written, { end: false });
    const ended = once(program, "exit");
    const stop = async () => {
        if (program.exitCode === null && program.signalCode === null) {
            program.kill("SIGTERM");
            await ended;
        }
        await rm(data, { recursive: true, force: true });
    };
    const url = `http://${listen}`;
    try {
        await ready(`${url}/readyz`, ended);
        const token = (await readFile(join(data, "dev-token"), "utf8")).trim();
        const install = async (component: string, ...more: string[]) => {
            const command = ["plugin", "install", component, "--data", data, ...more];
            return (await promisify(execFile)(lifang, command)).stdout;
        };
        return { url, token, install, stop };
    } catch (error) {
        const said = await readFile(log, "utf8");
        await stop();
        throw new Error(`the host did not start; it said:\n${said.slice(-4000)}`, { cause: error });
    }
}

async function ready(address: string, ended: Promise<unknown>): Promise<void> {
    let gone = false;
    void ended.then(() => (gone = true));
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(100)) {
        if (gone) throw new Error("it ended");
        const answer = await fetch(address).catch(() => undefined);
        if (answer?.ok) return;
    }
    throw new Error(`${address} did not answer within ${PATIENCE_MS / 1000} s`);
}

/** A port nobody listens on now; the host takes it a moment later. */
async function freePort(): Promise<number> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    return port;
}
