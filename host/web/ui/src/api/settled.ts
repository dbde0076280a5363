// A value that is acted upon only once it stays the same for a moment: what one types.
import { onScopeDispose, readonly, ref, type Ref, watch } from "vue";

export function useSettled<T>(source: Ref<T>, pauseMs = 180): Readonly<Ref<T>> {
    const settled = ref(source.value) as Ref<T>;
    let pause: ReturnType<typeof setTimeout> | undefined;
    watch(source, (value) => {
        clearTimeout(pause);
        pause = setTimeout(() => (settled.value = value), pauseMs);
    });
    onScopeDispose(() => clearTimeout(pause));
    return readonly(settled) as Readonly<Ref<T>>;
}
