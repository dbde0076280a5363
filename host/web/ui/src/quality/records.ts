// All records that break a rule, as a workbook, to the browser.
import { api, heard } from "../api/client";
import { hand } from "../api/hand";
import { Problem } from "../api/problem";

export async function takeRecords(code: string, rule: string): Promise<void> {
    const asked = api.GET("/api/v1/regions/{code}/quality/{rule}/records", {
        params: { path: { code, rule }, query: { format: "xlsx" } },
        parseAs: "blob",
    });
    const { data, error, response } = await heard(asked);
    if (!response.ok) throw Problem.of(response, error);
    hand(data as unknown as Blob, response, `${rule}.xlsx`);
}
