// The records behind the figures, as a workbook with personal data masked, to the browser.
import { api, heard } from "../api/client";
import { hand } from "../api/hand";
import { Problem } from "../api/problem";

export async function takeList(code: string, dataset: string): Promise<void> {
    const asked = api.GET("/api/v1/regions/{code}/export/{dataset}", {
        params: { path: { code, dataset }, query: { format: "xlsx" } },
        parseAs: "blob",
    });
    const { data, error, response } = await heard(asked);
    if (!response.ok) throw Problem.of(response, error);
    hand(data as unknown as Blob, response, `${dataset}.xlsx`);
}
