// Of several questions at once the latest wins, and no answer comes after a later one.
// @vitest-environment node
import { expect, test } from "vitest";
import { Latest } from "./latest";

function slow() {
    const finish: (() => void)[] = [];
    const seen: number[] = [];
    const latest = new Latest((input: number) => {
        seen.push(input);
        return new Promise<string>((resolve, reject) =>
            finish.push(() => (input < 0 ? reject(new Error(`no ${input}`)) : resolve(`answer to ${input}`))),
        );
    });
    const next = async () => {
        finish.shift()?.();
        await new Promise((resolve) => setTimeout(resolve));
    };
    return { latest, next, seen };
}

test("what came meanwhile gives way to the last of it", async () => {
    const { latest, next, seen } = slow();
    const order: string[] = [];
    const asked = [1, 2, 3].map((input) => latest.ask(input).then((answer) => order.push(answer)));
    await next();
    await next();
    await Promise.all(asked);
    expect(seen).toEqual([1, 3]);
    expect(order).toEqual(["answer to 1", "answer to 3", "answer to 3"]);
});

test("a failure is told to those who asked, and the next is asked all the same", async () => {
    const { latest, next } = slow();
    const failing = latest.ask(-1).catch((error: Error) => error.message);
    const good = latest.ask(5);
    await next();
    await next();
    expect(await failing).toBe("no -1");
    expect(await good).toBe("answer to 5");
    const later = latest.ask(6);
    await next();
    expect(await later).toBe("answer to 6");
});
