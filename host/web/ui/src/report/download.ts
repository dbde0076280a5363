// Fetches a report's file, with the reader's token, and hands it to the browser under the name the host gave it.
import { api, heard } from "../api/client";
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
    const link = document.createElement("a");
    link.href = URL.createObjectURL(data as unknown as Blob);
    link.download = nameIn(response.headers.get("Content-Disposition")) ?? `report.${format}`;
    link.click();
    // The browser has taken it by then.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The file's name by RFC 6266: the encoded one before the plain one. */
export function nameIn(disposition: string | null): string | undefined {
    const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
    if (encoded) return decodeURIComponent(encoded);
    return /filename="([^"]+)"/i.exec(disposition ?? "")?.[1];
}
