// What a test needs of `plugin.toml`: settings, needs, local fields, sweeps, duties. The host checks the whole of it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import type { Value } from "../contract/data-types.js";
import { localColumn, type Column, type ColumnType } from "../data/column.js";
import { Day } from "../time.js";
import { Decimal, toValue } from "../value.js";

type Entry = Record<string, unknown>;

/** A plugin's manifest. */
export class Manifest {
  private readonly table: Entry;

  /** @param dir The plugin's folder. */
  constructor(readonly dir: string) {
    this.table = parse(readFileSync(join(dir, "plugin.toml"), "utf8"));
  }

  /** Key and default of each setting. */
  settings(): Map<string, Value> {
    return new Map(this.entries("setting").map((setting) => [setting.key as string, setting_default(setting)]));
  }

  /** `dataset.column` of all needs. */
  needs(): string[] {
    return this.entries("needs").flatMap(({ dataset, columns }) => (columns as string[]).map((column) => `${dataset as string}.${column}`));
  }

  /** Dataset and columns of a rule's sweep. */
  sweep(rule: string): { dataset: string; columns: string[] } {
    const sweep = this.entries("rule").find(({ id }) => id === rule)?.sweep;
    if (!sweep) throw new Error(`plugin.toml names no sweep for the rule ${rule}`);
    return sweep as { dataset: string; columns: string[] };
  }

  localFields(): Column[] {
    return this.entries("local_field").map(({ dataset, key, type }) => localColumn(dataset as string, key as `x.${string}`, type as ColumnType));
  }

  /** The ids of the duty items. */
  duties(): string[] {
    return this.entries("duty").map(({ id }) => id as string);
  }

  private entries(key: string): Entry[] {
    return (this.table[key] as Entry[] | undefined) ?? [];
  }
}

function setting_default({ type, default: plain }: Entry): Value {
  if (type === "decimal") return toValue(new Decimal(plain as number));
  if (type === "date") return toValue(Day.parse(plain as string) ?? (plain as string));
  return toValue(plain as string);
}
