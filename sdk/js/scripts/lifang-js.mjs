#!/usr/bin/env node
// Builds a plugin written in JavaScript or TypeScript to a component without its manifest; `lifang plugin build` runs this, then
// proves the imports and embeds manifest and catalogs.
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runCli } from "componentize-qjs";
import { build } from "esbuild";
import { borrowed } from "./borrowed.mjs";

const sdk = realpathSync(fileURLToPath(new URL("..", import.meta.url)));
const ENTRIES = ["src/plugin.ts", "src/plugin.js", "src/plugin.mjs"];

/** What a component of each world does first: takes away time and randomness, binds the host's side, and hands on the plugin's functions. */
const WORLDS = {
  forms: (plugin) => `
import "lifang-sdk/entry/timeless";
import log from "lifang:data/log@1.0.0";
import { bind } from "lifang-sdk/entry/guard";
import { exportForms } from "lifang-sdk/entry/forms";
import plugin from ${JSON.stringify(plugin)};
bind((level, message) => log.write(level, message));
export const { checklists, certificates } = exportForms(plugin);
`,
  rules: (plugin) => `
import "lifang-sdk/entry/timeless";
import log from "lifang:data/log@1.0.0";
import scans from "lifang:data/scans@1.0.0";
import subjects from "lifang:data/subjects@1.0.0";
import aggregates from "lifang:data/aggregates@1.0.0";
import { bind } from "lifang-sdk/entry/guard";
import { exportRules } from "lifang-sdk/entry/rules";
import plugin from ${JSON.stringify(plugin)};
bind((level, message) => log.write(level, message));
export const { gridRules, reports } = exportRules(plugin, {
  open: (query) => scans.Scan.open(query),
  get: (dataset, id, fields) => subjects.get(dataset, id, fields),
  aggregate: (query) => aggregates.run(query),
});
`,
};

/** The SDK that runs is the one that builds, wherever a plugin's own tree has another. */
const thisSdk = {
  name: "lifang-sdk",
  setup(build) {
    build.onResolve({ filter: /^lifang-sdk(\/|$)/ }, ({ path }) => {
      const within = path === "lifang-sdk" ? "index" : path.slice("lifang-sdk/".length);
      return { path: join(sdk, "dist", `${within}.js`) };
    });
    build.onResolve({ filter: /^(node:|(fs|path|os|https?|crypto)($|\/))/ }, ({ path, importer }) => ({
      errors: [{ text: `${path} is not there in a plugin (imported by ${importer}): a plugin has no files, network or clock` }],
    }));
  },
};

/** The contract as if functions owned the call they are given; see borrowed.mjs. */
function owned(wit) {
  cpSync(join(sdk, "wit"), wit, { recursive: true });
  for (const file of readdirSync(wit).filter((name) => name.endsWith(".wit"))) {
    const path = join(wit, file);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll("call: borrow<context>", "call: context"));
  }
  return wit;
}

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { world: { type: "string" }, out: { type: "string" } } });
  const [command, folder] = positionals;
  const entry = WORLDS[values.world ?? ""];
  if (command !== "build" || !folder || !entry || !values.out) {
    throw new Error("usage: lifang-js build DIR --world forms|rules --out FILE");
  }
  const dir = realpathSync(resolve(folder));
  const plugin = ENTRIES.map((path) => join(dir, path)).find(existsSync);
  if (!plugin) throw new Error(`${dir} has none of ${ENTRIES.join(", ")}: a plugin's code begins there`);

  const place = mkdtempSync(join(tmpdir(), "lifang-js-"));
  try {
    // Relative to the plugin, so that no path of this machine gets into the component.
    const bundled = await build({
      stdin: { contents: entry(`./${plugin.slice(dir.length + 1)}`), resolveDir: dir, sourcefile: "entry.js" },
      absWorkingDir: dir,
      bundle: true,
      write: false,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      external: ["lifang:*"],
      plugins: [thisSdk],
      logLevel: "silent",
    }).catch((failed) => {
      const lines = (failed.errors ?? []).map(({ text, location }) => (location ? `${location.file}:${location.line}:${location.column}: ${text}` : text));
      throw new Error(lines.join("\n") || String(failed));
    });
    const script = join(place, "plugin.js");
    writeFileSync(script, bundled.outputFiles[0].contents);
    const component = async (wit) => {
      const out = join(place, "component.wasm");
      const made = await runCli(["--wit", wit, "--js", script, "-n", values.world, "--sync", "--stub-wasi", "-o", out]);
      if (!made) throw new Error("componentize-qjs could not make the component; what it said stands above");
      return readFileSync(out);
    };
    const owning = await component(owned(join(place, "wit")));
    writeFileSync(resolve(values.out), borrowed(owning, await component(join(sdk, "wit"))));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
