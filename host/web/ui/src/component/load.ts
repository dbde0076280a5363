// Gets a checklist's module: its description, and its files, each held against the digest in the description.
import { api, got } from "../api/client";
import { Problem } from "../api/problem";
import type { components } from "../api/schema";
import type { Known } from "./call";
import type { Start } from "./messages";

type Described = components["schemas"]["ModuleDto"];
type File = components["schemas"]["ModuleFileDto"];

export type Form = components["schemas"]["ChecklistDto"];

/** A slow line is no reason to wait for ever: the server can answer instead. */
const PATIENCE_MS = 30_000;

/** The description; none where only the server can run the checklist. */
export async function describe(region: string, checklist: string): Promise<Described | undefined> {
    const path = { code: region, id: checklist };
    try {
        return await got(api.GET("/api/v1/regions/{code}/checklists/{id}/module", { params: { path } }));
    } catch (thrown) {
        const problem = Problem.from(thrown);
        if (problem.code === "module-absent") return undefined;
        throw problem;
    }
}

/** Whom a checklist is about. */
export interface Subject {
    kind: "person" | "house";
    uid: string;
}

/** The form with what base data holds of someone: each such asking is counted, and audited. */
export function formAbout(region: string, checklist: string, { kind, uid }: Subject): Promise<Form> {
    const params = { path: { code: region, id: checklist }, query: { [kind]: uid } };
    return got(api.GET("/api/v1/regions/{code}/checklists/{id}", { params }));
}

/** The form where no module describes it. */
export async function formOf(region: string, checklist: string): Promise<Form> {
    const path = { code: region };
    const all = await got(api.GET("/api/v1/regions/{code}/checklists", { params: { path } }));
    const form = all.find((one) => one.id === checklist);
    if (form === undefined) throw Problem.own("no-such-checklist");
    return form;
}

/** What the worker starts with. Throws where a file cannot be had, or is not what the description says. */
export async function load(described: Described, received: number, known: Known[]): Promise<Start> {
    const [script, ...cores] = await Promise.all([described.script, ...described.cores].map(bytesOf));
    if (script === undefined) throw new Error("no script");
    return {
        kind: "start",
        script,
        cores: cores.map((bytes, at) => ({ name: described.cores[at]?.name ?? "", bytes })),
        call: described.call as Start["call"],
        received,
        catalogs: described.catalogs,
        plugin: described.plugin,
        checklist: described.form.id,
        language: described.language,
        hostCalls: described.host_calls,
        known,
    };
}

async function bytesOf({ url, integrity }: File): Promise<ArrayBuffer> {
    const response = await fetch(url, { integrity, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.arrayBuffer();
}
