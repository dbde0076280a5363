// Pages follow each other; a new question forgets the pages of the old one.
import { effectScope, ref } from "vue";
import { expect, test, vi } from "vitest";
import { usePaged } from "./paged";
import { Problem } from "./problem";

const settle = () => vi.waitFor(() => undefined).then(() => new Promise((done) => setTimeout(done)));

test("what was shown stays when the next page comes, and a new question begins anew", async () => {
    const of = ref("a");
    const scope = effectScope();
    const list = scope.run(() =>
        usePaged(
            async (cursor) => {
                const at = Number(cursor ?? 0);
                return { items: [`${of.value}${at}`], next: at < 2 ? String(at + 1) : null };
            },
            [of],
        ),
    )!;
    await settle();
    expect([list.items.value, list.hasMore.value]).toEqual([["a0"], true]);
    await list.next();
    await list.next();
    expect([list.items.value, list.hasMore.value]).toEqual([["a0", "a1", "a2"], false]);
    await list.next();
    expect(list.items.value).toHaveLength(3);
    of.value = "b";
    await settle();
    expect([list.items.value, list.hasMore.value]).toEqual([["b0"], true]);
    scope.stop();
});

test("a page that does not come leaves the others and is asked for again", async () => {
    let cut = true;
    const scope = effectScope();
    const list = scope.run(() =>
        usePaged(async (cursor) => {
            if (cursor && cut) throw Problem.offline();
            return { items: [cursor ?? "first"], next: cursor ? null : "second" };
        }),
    )!;
    await settle();
    await list.next();
    expect([list.items.value, list.more.value.problem?.code]).toEqual([["first"], "offline"]);
    cut = false;
    await list.next();
    expect([list.items.value, list.more.value.problem]).toEqual([["first", "second"], undefined]);
    scope.stop();
});
