// A list that comes in pages: what was shown stays, the next page is asked for, and a change of what is asked begins anew.
import { computed, type ShallowRef, shallowRef, type WatchSource } from "vue";
import { useLoaded } from "./loaded";
import { Problem } from "./problem";

/** A page, and where the next begins; none at the end. */
export interface Page<T> {
    items: T[];
    next?: string | null;
}

export function usePaged<T>(load: (cursor?: string) => Promise<Page<T>>, inputs: WatchSource[] = []) {
    const { data: first, problem, loading, again } = useLoaded(() => load(), inputs);
    /** What came after the first page, and of which one. */
    const added: ShallowRef<{ to: Page<T>; pages: Page<T>[] } | undefined> = shallowRef();
    const more = shallowRef<{ busy: boolean; problem?: Problem }>({ busy: false });

    const pages = computed(() => {
        if (!first.value) return undefined;
        return [first.value, ...(added.value?.to === first.value ? added.value.pages : [])];
    });

    async function next(): Promise<void> {
        const [to, known] = [first.value, pages.value];
        const cursor = known?.at(-1)?.next;
        if (!to || !known || !cursor || more.value.busy) return;
        more.value = { busy: true };
        try {
            const page = await load(cursor);
            if (to === first.value) added.value = { to, pages: [...known.slice(1), page] };
            more.value = { busy: false };
        } catch (thrown) {
            more.value = { busy: false, problem: Problem.from(thrown) };
        }
    }

    return {
        items: computed(() => pages.value?.flatMap((page) => page.items)),
        hasMore: computed(() => Boolean(pages.value?.at(-1)?.next)),
        more,
        next,
        problem,
        loading,
        again,
    };
}
