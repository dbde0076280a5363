// Makes what this package has from the contract: types from WIT, columns from datasets.toml, and a copy of the WIT to build with.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";

const here = fileURLToPath(new URL("..", import.meta.url));
const contract = join(here, "../../wit");

/** The two packages in the layout that tools of the component model want: one in the folder, what it needs in `deps`. */
function copyWit(into) {
  mkdirSync(join(into, "deps/data"), { recursive: true });
  for (const [from, to] of [["plugin", into], ["data", join(into, "deps/data")]]) {
    for (const file of readdirSync(join(contract, from)).filter((name) => name.endsWith(".wit"))) {
      cpSync(join(contract, from, file), join(to, file));
    }
  }
}

/** The types as this package's engine hands them over: an absent option is null, whole numbers of 64 bits are numbers. */
function typesOfWit() {
  const place = mkdtempSync(join(tmpdir(), "lifang-contract-"));
  copyWit(join(place, "wit"));
  const files = new Map();
  for (const world of ["forms", "rules"]) {
    const out = `types-${world}`;
    const jco = join(here, "node_modules/@bytecodealliance/jco/src/jco.js");
    execFileSync(process.execPath, [jco, "types", "wit", "-n", world, "-o", out, "--quiet"], { cwd: place, stdio: ["ignore", "ignore", "inherit"] });
    const interfaces = join(place, out, "interfaces");
    for (const name of readdirSync(interfaces)) {
      files.set(name.replace("lifang-", ""), readFileSync(join(interfaces, name), "utf8"));
    }
  }
  rmSync(place, { recursive: true });
  return [...files].map(([name, source]) => {
    const text = source
      .replaceAll("./lifang-", "./")
      .replaceAll(/\bbigint\b/g, "number")
      .replaceAll(/\b(Uint16|Int32|Uint32|Float64|BigInt64)Array\b/g, "ArrayLike<number>")
      .replaceAll("| undefined", "| null")
      .replaceAll(/^export (class|function) /gm, "export declare $1 ")
      .replaceAll(/^(\s+\w+)\?: (.+),$/gm, "$1: $2 | null,");
    return [name.replace(".d.ts", ".ts"), `// Generated from the contract's WIT by scripts/contract.mjs.\n${text}`];
  });
}

const capital = (name) => name.split(/[_-]/).map((word) => word[0].toUpperCase() + word.slice(1)).join("");
const constant = (code) => code.replaceAll("-", "_").toUpperCase();

function columnsOfContract() {
  const { dataset, codes } = parse(readFileSync(join(contract, "data/datasets.toml"), "utf8"));
  const out = [
    "// Generated from the contract's datasets.toml by scripts/contract.mjs.",
    'import { column, type Dataset } from "./column.js";',
    "",
  ];
  for (const [table, rows] of Object.entries(codes)) {
    const bits = Object.values(dataset).some(({ columns }) => columns.some((column) => column.codes === table && column.type === "bits"));
    out.push(`/** The code table \`${table}\`${bits ? ": a set is the sum of its bits" : ""}. */`, `export const ${capital(table)} = {`);
    for (const [number, code, zh, en] of rows) {
      out.push(`  /** ${en} ${zh} (\`${code}\`). */`, `  ${constant(code)}: ${bits ? 2 ** number : number},`);
    }
    out.push("} as const;", "");
  }
  out.push("/** Number and code of each entry of the code tables. */", "export const CODES: Readonly<Record<string, readonly (readonly [number, string])[]>> = {");
  for (const [table, rows] of Object.entries(codes)) {
    out.push(`  ${table}: [${rows.map(([number, code]) => `[${number}, ${JSON.stringify(code)}]`).join(", ")}],`);
  }
  out.push("};", "");
  for (const [name, { zh, en, subject, columns }] of Object.entries(dataset)) {
    out.push(`/** ${en} ${zh}. */`, `export const ${name} = {`);
    for (const { key, type, null: nullable = false, codes: table, zh, en } of columns) {
      const of = table ? `, ${JSON.stringify(table)}` : "";
      out.push(`  /** ${en} ${zh} (\`${type}\`). */`, `  ${constant(key)}: column("${name}", "${key}", "${type}", ${nullable}${of}),`);
    }
    out.push("};", "");
    void subject;
  }
  out.push("/** The datasets with their columns, and whether a plugin may ask for one row by identifier. */", "export const DATASETS: Readonly<Record<string, Dataset>> = {");
  for (const [name, { subject }] of Object.entries(dataset)) {
    out.push(`  ${name}: { subject: ${subject}, columns: Object.values(${name}) },`);
  }
  out.push("};", "");
  return out.join("\n");
}

/** What is generated, by path below src/. */
export function generated() {
  return [["data/datasets.ts", columnsOfContract()], ...typesOfWit().map(([name, text]) => [`contract/${name}`, text])];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(join(here, "wit"), { recursive: true, force: true });
  copyWit(join(here, "wit"));
  if (!process.argv.includes("--wit")) {
    mkdirSync(join(here, "src/contract"), { recursive: true });
    for (const [path, text] of generated()) writeFileSync(join(here, "src", path), text);
  }
}
