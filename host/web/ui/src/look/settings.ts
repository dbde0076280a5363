// How the reader wants the pages: language, light or dark, text size. Kept on the device.
import { reactive, ref, watchEffect } from "vue";

export type Theme = "auto" | "light" | "dark";

export interface Settings {
    language: string;
    theme: Theme;
    large: boolean;
}

const KEY = "lifang.settings";

function stored(): Partial<Settings> {
    try {
        return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Settings>;
    } catch {
        // Nothing kept, or kept by another version.
        return {};
    }
}

/** The reader's settings; a change shows at once. */
export const settings: Settings = reactive({ language: "zh", theme: "auto", large: false, ...stored() });

/** Applies the settings to the page, now and at each change. `?lang=` in the address wins over what was kept. */
export function settle(): Settings {
    const asked = new URLSearchParams(location.search).get("lang");
    if (asked) settings.language = asked;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const system = ref(dark.matches);
    dark.addEventListener("change", () => (system.value = dark.matches));
    watchEffect(() => {
        const root = document.documentElement;
        const auto = system.value ? "dark" : "light";
        root.dataset.theme = settings.theme === "auto" ? auto : settings.theme;
        // Element Plus goes by this class.
        root.classList.toggle("dark", root.dataset.theme === "dark");
        root.dataset.text = settings.large ? "large" : "plain";
        try {
            localStorage.setItem(KEY, JSON.stringify(settings));
        } catch {
            // A full or forbidden store: the settings last as long as the page.
        }
    });
    return settings;
}
