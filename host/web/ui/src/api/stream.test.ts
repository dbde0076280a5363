// Events arrive whole, however the network cuts them.
import { expect, test } from "vitest";
import { EventText, events, type Told } from "./stream";

const SENT =
    'retry: 500\n\n: still there\n\nevent: progress\ndata: {"done":1}\n\ndata: one\ndata:two\n\nevent: ended\ndata\n\n';
const MEANT: Told[] = [
    { event: "progress", data: '{"done":1}' },
    { event: "message", data: "one\ntwo" },
    { event: "ended", data: "" },
];

test("events are the same in pieces of any size, and with every end of line", () => {
    for (const sent of [SENT, SENT.replaceAll("\n", "\r\n")]) {
        for (const size of [1, 2, 3, 7, 1000]) {
            const text = new EventText();
            const pieces = Array.from({ length: Math.ceil(sent.length / size) }, (_, at) =>
                sent.slice(at * size, (at + 1) * size),
            );
            expect(pieces.flatMap((piece) => text.take(piece))).toEqual(MEANT);
        }
    }
});

test("what was not finished is no event", () => {
    expect(new EventText().take("data: half")).toEqual([]);
    expect(new EventText().take("data: half\n")).toEqual([]);
});

test("a character cut in two is one character, and who stops listening closes the line", async () => {
    const bytes = new TextEncoder().encode("data: 张\n\ndata: 李\n\ndata: 王\n\n");
    let closed = false;
    const body = new ReadableStream<Uint8Array>({
        start(line) {
            for (let at = 0; at < bytes.length; at += 7) line.enqueue(bytes.slice(at, at + 7));
        },
        cancel: () => void (closed = true),
    });
    const heard: string[] = [];
    for await (const { data } of events(body)) if (heard.push(data) === 2) break;
    expect(heard).toEqual(["张", "李"]);
    expect(closed).toBe(true);
});
