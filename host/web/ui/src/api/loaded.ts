// Loads what a page shows: again when its inputs or the reader's language change, and tells how it stands.
import { onScopeDispose, type ShallowRef, shallowRef, watch, type WatchSource } from "vue";
import { language } from "../words";
import { Problem } from "./problem";

export interface Loaded<T> {
    data: ShallowRef<T | undefined>;
    problem: ShallowRef<Problem | undefined>;
    loading: ShallowRef<boolean>;
    again: () => Promise<void>;
}

/**
 * `load` is asked at once and at each change of `inputs`; a slow answer never overwrites a later one. With `keep`, what was
 * shown stays until there is something newer, as in a search.
 */
export function useLoaded<T>(load: () => Promise<T>, inputs: WatchSource[] = [], keep = false): Loaded<T> {
    const data = shallowRef<T>();
    const problem = shallowRef<Problem>();
    const loading = shallowRef(true);
    let turn = 0;

    async function again(): Promise<void> {
        const mine = ++turn;
        loading.value = true;
        try {
            const answer = await load();
            if (mine === turn) [data.value, problem.value] = [answer, undefined];
        } catch (thrown) {
            if (mine === turn) problem.value = Problem.from(thrown);
        } finally {
            if (mine === turn) loading.value = false;
        }
    }

    watch(inputs, () => {
        if (!keep) data.value = undefined;
        void again();
    });
    watch(language, () => void again());
    onScopeDispose(() => turn++);
    void again();
    return { data, problem, loading, again };
}
