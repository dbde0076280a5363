// A worker that fails, overstays or answers late, and what the page's end of it does.
// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BrowserSide, Broken, START_MS, type WorkerEnd } from "./browser";
import type { FromWorker, Start } from "./messages";

class FakeWorker implements WorkerEnd {
    onmessage: WorkerEnd["onmessage"] = null;
    onerror: WorkerEnd["onerror"] = null;
    onmessageerror: WorkerEnd["onmessageerror"] = null;
    terminated = 0;
    sent: unknown[] = [];
    postMessage(message: unknown): void {
        this.sent.push(message);
    }
    terminate(): void {
        this.terminated++;
    }
    say(message: FromWorker): void {
        this.onmessage?.call(this as unknown as Worker, new MessageEvent("message", { data: message }));
    }
}

const state = {
    checklist: "f",
    plugin: { id: "p", version: "1", digest: "d" },
    complete: true,
    missing: [],
    nodes: [],
};
const start = { kind: "start", script: new ArrayBuffer(0), cores: [] } as unknown as Start;
let worker: FakeWorker;
let side: BrowserSide;

beforeEach(() => {
    vi.useFakeTimers();
    worker = new FakeWorker();
    side = new BrowserSide(worker, 200);
});
afterEach(() => vi.useRealTimers());

test("an answer in time is the answer, and the worker lives on", async () => {
    const asked = side.state("{}");
    await vi.advanceTimersByTimeAsync(400);
    worker.say({ kind: "state", state });
    expect(await asked).toBe(state);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(worker.terminated).toBe(0);
});

test("a worker that overstays is killed, and asked no more", async () => {
    const asked = side.state("{}").catch((broken: unknown) => broken);
    await vi.advanceTimersByTimeAsync(499);
    expect(worker.terminated).toBe(0);
    await vi.advanceTimersByTimeAsync(60);
    expect(await asked).toMatchObject({ code: "overstayed" });
    expect(worker.terminated).toBeGreaterThan(0);
    await expect(side.state("{}")).rejects.toBeInstanceOf(Broken);
    expect(worker.sent).toHaveLength(1);
});

test("to start may take longer than to answer", async () => {
    const started = side.start(start);
    await vi.advanceTimersByTimeAsync(START_MS - 1);
    worker.say({ kind: "ready" });
    await expect(started).resolves.toBeUndefined();
});

test("a failure that the worker tells, and one that it does not", async () => {
    const told = side.state("{}").catch((broken: unknown) => broken);
    worker.say({ kind: "failed", code: "trapped", detail: "unreachable" });
    expect(await told).toMatchObject({ code: "trapped", detail: "unreachable" });
    const other = new FakeWorker();
    const crashed = new BrowserSide(other, 200).state("{}").catch((broken: unknown) => broken);
    other.onerror?.call(other as unknown as Worker, { message: "out of memory", preventDefault() {} } as ErrorEvent);
    expect(await crashed).toMatchObject({ code: "crashed", detail: "out of memory" });
    expect(other.terminated).toBeGreaterThan(0);
});

test("a refusal and a component that declines are no failures", async () => {
    const refusing = side.state('{"x":1}');
    const refusal = { code: "answer-wrong" } as never;
    worker.say({ kind: "refused", refusal });
    expect(await refusing).toEqual({ refusal });
    const declining = side.state("{}");
    worker.say({ kind: "declined" });
    expect(await declining).toBeUndefined();
    expect(worker.terminated).toBe(0);
});
