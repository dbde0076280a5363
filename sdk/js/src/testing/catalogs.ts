// A plugin's catalogs `texts/<language>.ftl`: whether they have what the plugin says, and what it reads like.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { FluentParser, type Junk, Message, type Resource } from "@fluent/syntax";
import type { Value } from "../contract/data-types.js";
import type { Text } from "../contract/plugin-types.js";
import { Day, Instant } from "../time.js";

/** The languages every plugin speaks. */
const NEEDED = ["zh", "en"];

/** The catalogs of a plugin. */
export class Catalogs {
  private readonly bundles = new Map<string, FluentBundle>();
  private readonly messages = new Map<string, Map<string, string>>();

  /** @param dir The plugin's folder. */
  constructor(private readonly dir: string) {
    for (const file of readdirSync(join(dir, "texts")).filter((name) => name.endsWith(".ftl"))) {
      const source = readFileSync(join(dir, "texts", file), "utf8");
      const parsed = new FluentParser({}).parse(source);
      const junk = parsed.body.find((entry) => entry.type === "Junk") as Junk | undefined;
      if (junk) throw new Error(`texts/${file}, line ${source.slice(0, junk.span?.start ?? 0).split("\n").length}: ${junk.annotations[0]?.message ?? "not Fluent"}`);
      const language = file.slice(0, -".ftl".length);
      // As the host does: the marks would end up in tables and prints.
      const bundle = new FluentBundle(language, { useIsolating: false });
      bundle.addResource(new FluentResource(source));
      this.bundles.set(language, bundle);
      this.messages.set(language, placeables(parsed));
    }
  }

  /** The text in a language, as a reader sees it; an error where the catalog lacks it or a placeable gets no value. */
  say(language: string, text: Text): string {
    const bundle = this.bundles.get(language);
    const pattern = bundle?.getMessage(text.key)?.value;
    if (!bundle || !pattern) throw new Error(`texts/${language}.ftl has no message ${text.key}`);
    const errors: Error[] = [];
    const said = bundle.formatPattern(pattern, Object.fromEntries(text.args.map(([name, value]) => [name, argument(value)])), errors);
    if (errors.length > 0) throw new Error(`texts/${language}.ftl, ${text.key}: ${errors.join("; ")}`);
    return said;
  }

  /** Fails unless every catalog has each text of an answer, with a value for each placeable. */
  assertSay(answer: unknown): void {
    for (const text of textsOf(answer)) for (const language of this.bundles.keys()) this.say(language, text);
  }

  /**
   * Fails unless there is a Chinese and an English catalog, all have the same messages with the same placeables, and they have every
   * key that `text("…")` names in `src/`.
   */
  assertWhole(): void {
    const wrong = NEEDED.filter((language) => !this.messages.has(language)).map((language) => `texts/${language}.ftl is missing`);
    const all = new Map([...this.messages.values()].flatMap((messages) => [...messages]));
    for (const [language, messages] of this.messages) {
      for (const [key, placeables] of all) {
        if (!messages.has(key)) wrong.push(`texts/${language}.ftl has no message ${key}, another catalog has`);
        else if (messages.get(key) !== placeables) wrong.push(`texts/${language}.ftl, ${key}: placeables differ from another catalog's`);
      }
    }
    for (const key of keysInSources(join(this.dir, "src"))) if (!all.has(key)) wrong.push(`no catalog has ${key}, which src/ uses`);
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
  }
}

/** Every text in an answer, however deep. */
export function textsOf(answer: unknown): Text[] {
  if (typeof answer !== "object" || answer === null) return [];
  if ("key" in answer && "args" in answer) return [answer as Text];
  return Object.values(answer).flatMap(textsOf);
}

function argument(value: Value): string | number {
  switch (value.tag) {
    case "integer":
    case "decimal":
      return value.val;
    case "date":
      return new Day(value.val).toString();
    case "instant":
      return new Instant(value.val).toString();
    case "codes":
      return value.val.join("、");
    default:
      return String(value.val);
  }
}

function placeables(resource: Resource): Map<string, string> {
  const messages = resource.body.filter((entry): entry is Message => entry instanceof Message);
  return new Map(messages.map((message) => [message.id.name, [...new Set(variables(message.value))].sort().join()]));
}

function variables(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  if ("type" in node && node.type === "VariableReference") return [(node as unknown as { id: { name: string } }).id.name];
  return Object.entries(node).flatMap(([key, part]) => (key === "span" ? [] : variables(part)));
}

function keysInSources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return keysInSources(path);
    if (!/\.[mc]?[jt]s$/.test(name)) return [];
    return [...readFileSync(path, "utf8").matchAll(/\btext\(\s*"([^"]+)"/g)].map((found) => found[1]!);
  });
}
