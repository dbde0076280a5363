// Fetches a report's file, with the reader's token.
import { api, heard } from "../api/client";
import { hand } from "../api/hand";
import { Problem } from "../api/problem";

export type Format = "pdf" | "xlsx" | "csv";

export async function download(run: string, format: Format, paper?: "a4" | "a3"): Promise<void> {
    const { data, error, response } = await heard(
        api.GET("/api/v1/runs/{id}", {
            params: { path: { id: run }, query: { format, ...(paper ? { paper } : {}) } },
            parseAs: "blob",
        }),
    );
    if (!response.ok) throw Problem.of(response, error);
    hand(data as unknown as Blob, response, `report.${format}`);
}
