// What the pages say: Fluent catalogs, one file per language in `texts/`, a file more is a language more; and in a folder of
// it what only some pages say, so that residents do not wait for the words of staff.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { shallowRef } from "vue";

const files = import.meta.glob<string>("../../texts/**/*.ftl", { query: "?raw", import: "default" });

/** What only some pages say: a folder of `texts/`. */
export type Part = "staff";
const learned = new Set<Part>();

/** Language tags that have a catalog, Chinese first. */
export const languages: string[] = Object.keys(files)
    .filter((path) => /texts\/[^/]+$/.test(path))
    .map((path) => path.replace(/^.*\/([^/]+)\.ftl$/, "$1"))
    .sort((a, b) => Number(b === "zh") - Number(a === "zh") || a.localeCompare(b));

const bundles = shallowRef<FluentBundle[]>([]);
/** The language being spoken. */
export const language = shallowRef("zh");

/** What a language says, of one catalog or several. */
export function bundle(tag: string, ...sources: string[]): FluentBundle {
    const made = new FluentBundle(tag, { useIsolating: false });
    const errors = sources.flatMap((source) => made.addResource(new FluentResource(source)));
    if (errors.length > 0) throw errors[0];
    return made;
}

async function load(tag: string): Promise<FluentBundle> {
    const paths = [tag, ...[...learned].map((part) => `${part}/${tag}`)].map((path) => `../../texts/${path}.ftl`);
    return bundle(tag, ...(await Promise.all(paths.map(async (path) => (await files[path]?.()) ?? ""))));
}

/** Speaks a language from now on; what it cannot say is said in Chinese. */
export async function speak(tag: string): Promise<void> {
    const wanted = languages.includes(tag) ? tag : "zh";
    const order = wanted === "zh" ? ["zh"] : [wanted, "zh"];
    bundles.value = await Promise.all(order.map(load));
    language.value = wanted;
    document.documentElement.lang = wanted === "zh" ? "zh-Hans" : wanted;
}

/** Says also what these pages say, from now on. */
export async function learn(part: Part): Promise<void> {
    if (learned.has(part)) return;
    learned.add(part);
    try {
        await speak(language.value);
    } catch (thrown) {
        learned.delete(part);
        throw thrown;
    }
}

/** Whether a text is there to be said. */
export function has(key: string): boolean {
    return bundles.value.some((one) => one.hasMessage(key));
}

/** A text in the reader's language. A key without text shows in brackets, as in plugins' texts. */
export function say(key: string, args?: Record<string, FluentVariable>): string {
    for (const one of bundles.value) {
        const pattern = one.getMessage(key)?.value;
        if (pattern) return one.formatPattern(pattern, args);
    }
    return `[${key}]`;
}

/** A text for a code that the host may extend (`post-grid-leader`); the code itself where there is no text. */
export function sayCode(group: string, code: string): string {
    const key = `${group}-${code}`;
    return has(key) ? say(key) : code;
}

const locale = () => (language.value === "zh" ? "zh-CN" : language.value);

/** 12,345; with as many digits behind the point as are wanted. */
export function sayNumber(value: number, digits?: number): string {
    const options = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(locale(), options).format(value);
}

/** A day, from `YYYY-MM-DD`. */
export function sayDay(day: string): string {
    return new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00Z`));
}

/** A moment in China's time, from RFC 3339. */
export function sayMoment(moment: string): string {
    const options = { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Shanghai" } as const;
    return new Intl.DateTimeFormat(locale(), options).format(new Date(moment));
}
