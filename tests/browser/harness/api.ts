// What a test needs to be there already, made over the API: an event, a filled checklist, a run report.
import { CHANGSHAN } from "./places.ts";
import { expect, type APIRequestContext } from "@playwright/test";

/** Reports that a stairwell light is out; answers with the event's number. */
export async function reportLight(request: APIRequestContext, region = CHANGSHAN.code): Promise<string> {
    return created(
        await request.post(`/api/v1/regions/${region}/events`, { data: { kind: "stairwell-light-out", fields: {} } }),
    );
}

/** Sends in a home visit that met nobody; answers with the submission's number. */
export async function fillVisit(request: APIRequestContext, token: string): Promise<string> {
    const answers = { met: "nobody", "next-try": dayFromNow(3) };
    return created(
        await request.post(`/api/v1/regions/${CHANGSHAN.code}/submissions`, {
            headers: { authorization: `Bearer ${token}` },
            data: { checklist: "home-visit", answers },
        }),
    );
}

/** Runs the province's monthly report for a district; answers with the run's number. */
export async function runReport(request: APIRequestContext, token: string, region = "220103"): Promise<string> {
    return created(
        await request.post(`/api/v1/regions/${region}/reports/grid-monthly/runs`, {
            headers: { authorization: `Bearer ${token}` },
            data: { first: dayFromNow(-60), last: dayFromNow(0) },
        }),
    );
}

/** Imports persons from the text of a CSV file; answers with the import's number once it is over. */
export async function importPersons(request: APIRequestContext, token: string, csv: string): Promise<string> {
    const headers = { authorization: `Bearer ${token}` };
    const begun = await request.post("/api/v1/imports?kind=persons&name=persons.csv", {
        headers: { ...headers, "content-type": "application/octet-stream" },
        data: Buffer.from(csv),
    });
    expect(begun.status(), await begun.text()).toBe(202);
    const { id } = (await begun.json()) as { id: string };
    // The progress ends when the import does.
    const told = await (await request.get(`/api/v1/imports/${id}/progress`, { headers })).text();
    expect(told).toContain("event: done");
    return id;
}

/** A day of China's calendar, as forms and the API write it. */
export function dayFromNow(days: number): string {
    const then = new Date(Date.now() + days * 86_400_000);
    return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(then);
}

async function created(answer: Awaited<ReturnType<APIRequestContext["post"]>>): Promise<string> {
    const body = await answer.text();
    expect(answer.status(), body).toBe(201);
    return (JSON.parse(body) as { id: string }).id;
}
