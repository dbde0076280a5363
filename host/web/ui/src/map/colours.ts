// The page's colours as a chart can take them, and the page's word when they change.
import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from "vue";

/** What of the visual language charts use. */
export interface Look {
    ink: string;
    soft: string;
    line: string;
    paper: string;
    card: string;
    accent: string;
    /** From little to much. */
    shades: string[];
    series: string;
    font: string;
    /** Pixels of small text: it grows in large-text mode. */
    small: number;
}

function read(): Look {
    const style = getComputedStyle(document.documentElement);
    const token = (name: string) => style.getPropertyValue(name).trim();
    return {
        ink: token("--ink"),
        soft: token("--ink-soft"),
        line: token("--line"),
        paper: token("--paper"),
        card: token("--card"),
        accent: token("--accent"),
        shades: [1, 2, 3, 4, 5].map((number) => token(`--chart-${number}`)),
        series: token("--series-1"),
        font: token("--font"),
        small: parseFloat(style.fontSize) * 0.8,
    };
}

/** The look of the page, read anew when light turns dark or text turns large. */
export function useLook(): ShallowRef<Look | undefined> {
    const look = shallowRef<Look>();
    const watcher = new MutationObserver(() => (look.value = read()));
    onMounted(() => {
        look.value = read();
        watcher.observe(document.documentElement, { attributeFilter: ["data-theme", "data-text", "class"] });
    });
    onBeforeUnmount(() => watcher.disconnect());
    return look;
}
