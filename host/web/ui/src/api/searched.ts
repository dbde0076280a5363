// A search that answers while one types: asked once what one types stays the same for a moment.
import { computed, onScopeDispose, type Ref, ref, watch, type WatchSource } from "vue";
import { type Loaded, useLoaded } from "./loaded";

export interface Searched<T> extends Omit<Loaded<T>, "loading"> {
    typed: Ref<string>;
    /** What is shown answers something typed before: it is about to change, and move, under the reader's finger. */
    behind: Readonly<Ref<boolean>>;
}

/** `find` is asked for the text without spaces around it, at first for the empty one, and again when `inputs` change. */
export function useSearched<T>(find: (text: string) => Promise<T>, inputs: WatchSource[] = []): Searched<T> {
    const typed = ref("");
    const text = computed(() => typed.value.trim());
    const settled = useSettled(text);
    const { loading, ...loaded } = useLoaded(() => find(settled.value), [...inputs, settled], true);
    return { typed, behind: computed(() => loading.value || settled.value !== text.value), ...loaded };
}

function useSettled<T>(source: Ref<T>, pauseMs = 180): Readonly<Ref<T>> {
    const settled = ref(source.value) as Ref<T>;
    let pause: ReturnType<typeof setTimeout> | undefined;
    watch(source, (value) => {
        clearTimeout(pause);
        pause = setTimeout(() => (settled.value = value), pauseMs);
    });
    onScopeDispose(() => clearTimeout(pause));
    return settled;
}
