// Server-sent events, asked for with the reader's token, which the browser's own EventSource cannot send.

/** One event, as the host names it, and what it carries. */
export interface Told {
    event: string;
    data: string;
}

/** Takes events out of text as it comes in, in pieces of any size (HTML standard, 9.2.6). */
export class EventText {
    private rest = "";

    /** The events that this piece completes. */
    take(piece: string): Told[] {
        // A line may end in CR LF, and a piece between the two: a CR at the end waits for what follows it.
        const text = (this.rest + piece).replace(/\r\n|\r(?!$)/g, "\n");
        const blocks = text.split("\n\n");
        this.rest = blocks.pop()!;
        return blocks.map(read).filter((told) => told !== undefined);
    }
}

function read(block: string): Told | undefined {
    const fields = block.split("\n").map((line) => /^(event|data):? ?(.*)$/.exec(line));
    const of = (name: string) => fields.filter((field) => field?.[1] === name).map((field) => field![2]!);
    const data = of("data");
    return data.length > 0 ? { event: of("event").at(-1) || "message", data: data.join("\n") } : undefined;
}

/** The events of an answer, until it ends. */
export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<Told> {
    const [reader, decoder, text] = [body.getReader(), new TextDecoder(), new EventText()];
    try {
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
            yield* text.take(decoder.decode(part.value, { stream: true }));
        }
    } finally {
        // Whoever stops listening closes the line.
        await reader.cancel().catch(() => undefined);
    }
}
