// Imports over the API: a file is sent as it is, and its progress is followed to its end.
import { api, got, heard, type Schema } from "../api/client";
import { hand } from "../api/hand";
import { Problem } from "../api/problem";
import { events } from "../api/stream";

export const KINDS = ["persons", "houses", "units", "residences", "staff"] as const;
export type Import = Schema["ImportDto"];

/** The host looks at so much of a file for suggestions; a workbook has its texts at its end and goes whole. */
const HEAD = 1 << 20;

/** A body that is sent as it is, though the client would have it written as JSON. */
const raw = (body: Blob) => ({
    body: body as never,
    bodySerializer: (same: unknown) => same as Blob,
    headers: { "Content-Type": "application/octet-stream" },
});

/** What the headings suggest. */
export function suggest(kind: string, file: File, region?: string): Promise<Schema["SuggestionDto"]> {
    const head = /\.xls[xm]$/i.test(file.name) ? file : file.slice(0, HEAD);
    return got(
        api.POST("/api/v1/imports/suggest", { params: { query: { kind, name: file.name, region } }, ...raw(head) }),
    );
}

export interface NewImport {
    kind: string;
    file: File;
    mapping: string;
    region?: string;
    dryRun: boolean;
    /** The same key counts once. */
    key: string;
}

/** What was tried on this page, by import: the browser still has the file, so that it can be imported for real. */
export const tried = new Map<string, NewImport>();

export function begin({ kind, file, mapping, region, dryRun, key }: NewImport): Promise<Import> {
    const query = { kind, name: file.name, mapping, region, dry_run: dryRun };
    return got(api.POST("/api/v1/imports", { params: { query, header: { "Idempotency-Key": key } }, ...raw(file) }));
}

/** Tells how far it is, again and again until it ends; throws where the line is cut before. */
export async function follow(id: string, tell: (now: Import) => void, signal: AbortSignal): Promise<void> {
    const asked = api.GET("/api/v1/imports/{id}/progress", {
        params: { path: { id } },
        headers: { Accept: "text/event-stream" },
        parseAs: "stream",
        signal,
    });
    const { data, error, response } = await heard(asked);
    if (!response.ok || !data) throw Problem.of(response, error);
    try {
        for await (const event of events(data as unknown as ReadableStream<Uint8Array>)) {
            const now = JSON.parse(event.data) as Import;
            tell(now);
            if (now.state !== "running") return;
        }
    } catch {
        // Cut in the middle: as when nothing is heard at all.
    }
    if (!signal.aborted) throw Problem.offline();
}

/** The rows that were not taken, as a workbook, to the browser. */
export async function takeErrors(id: string): Promise<void> {
    const asked = api.GET("/api/v1/imports/{id}/errors", { params: { path: { id } }, parseAs: "blob" });
    const { data, error, response } = await heard(asked);
    if (!response.ok) throw Problem.of(response, error);
    hand(data as unknown as Blob, response, `import-${id}-errors.xlsx`);
}

/** The column of a place in a file (`人员.csv:15 身份证号`): the rest is said already. */
export const columnOf = (place: string): string => place.replace(/^.*:\d+\s+/s, "");

/** How an import stands: over with rows that were not taken is not simply over. */
export const stateOf = (one: Pick<Import, "state" | "rejected">): string =>
    one.state === "done" && one.rejected > 0 ? "partly" : one.state;
