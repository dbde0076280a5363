// What a rule reads: subjects, scans in columns, and aggregates; declared in the manifest and granted by the operator.
import type { Group as HostGroup, Measure as HostMeasure, Query as HostAggregate } from "../contract/data-aggregates.js";
import type { Cell } from "../contract/data-types.js";
import type { Filter, Query } from "../contract/data-scans.js";
import { asking } from "../failure.js";
import { Fields } from "../fields.js";
import { fromValue, type Read } from "../value.js";
import type { Column } from "./column.js";
import { NONE, type Figure } from "./figure.js";
import { OpenScan, type HostScan, type Rows, type Shape } from "./rows.js";

/** What the host offers; tests offer the same. */
export interface Source {
  open(query: Query): HostScan;
  get(dataset: string, id: string, fields: string[]): Cell[];
  aggregate(query: HostAggregate): HostGroup[];
}

/** Which rows: conditions, the database applies them; a region inside the call's; and an order. */
export interface Narrowing {
  filters?: readonly Filter[];
  /** Only rows of this region's subtree. */
  within?: string;
}

/** One figure per group. */
export const measure = {
  /** The number of rows. */
  count: (): HostMeasure => ({ tag: "count" }),
  /** The number of rows where the column is known. */
  known: ({ key }: Column): HostMeasure => ({ tag: "known", val: key }),
  /** The sum of a numeric column. */
  sum: ({ key }: Column): HostMeasure => ({ tag: "sum", val: key }),
  /** The mean of a numeric column. */
  mean: ({ key }: Column): HostMeasure => ({ tag: "mean", val: key }),
  /** The least value of a numeric, date or instant column. */
  min: ({ key }: Column): HostMeasure => ({ tag: "min", val: key }),
  /** The greatest value of a numeric, date or instant column. */
  max: ({ key }: Column): HostMeasure => ({ tag: "max", val: key }),
};

/** A level of regions to group by: `byRegion("street")`. */
export function byRegion(level: "province" | "city" | "district" | "street" | "community"): { key: string } {
  return { key: `region:${level}` };
}

/** One group of an aggregate. */
export class Group {
  constructor(private readonly host: HostGroup) {}

  /** The group's value in the `position`-th column of `by`; null where unknown. */
  value(position: number): Read | null {
    const value = this.host.key[position];
    return value ? fromValue(value) : null;
  }

  /** The group's text or code in the `position`-th column of `by`; null where unknown. */
  text(position: number): string | null {
    const value = this.value(position);
    return typeof value === "string" ? value : null;
  }

  /** The `position`-th measure. */
  figure(position: number): Figure {
    return this.host.figures[position] ?? NONE;
  }
}

/** The data a call of world `rules` may read. What is not covered throws. */
export class Data {
  constructor(private readonly source: Source) {}

  /** Opens a scan of typed rows: `data.scan({ age: persons.AGE }, { filters: [persons.AGE.atLeast(80)] })`. */
  scan<S extends Shape>(
    shape: S,
    { filters = [], within, sort = [] }: Narrowing & { sort?: readonly (Column | { descending: Column })[] } = {},
  ): Rows<S> {
    const columns = Object.values(shape);
    const keys = columns.map(({ key }) => key);
    const order = sort.map((by) => ("descending" in by ? `-${by.descending.key}` : by.key));
    const query: Query = { dataset: ofOne(columns), columns: keys, filters: [...filters], region: within ?? null, sort: order };
    return new OpenScan(asking(() => this.source.open(query))).read(shape);
  }

  /** Counts and sums; groups in ascending order of their keys. Without `by` there is one group of all rows. */
  aggregate(
    dataset: string,
    { by = [], measures, filters = [], within }: Narrowing & { by?: readonly { key: string }[]; measures: readonly HostMeasure[] },
  ): Group[] {
    const query = { dataset, by: by.map(({ key }) => key), measures: [...measures], filters: [...filters], region: within ?? null };
    return asking(() => this.source.aggregate(query)).map((group) => new Group(group));
  }

  /** The fields of one subject, by the identifier this plugin knows it by. A field outside the grant comes back as withheld. */
  subject(dataset: "persons" | "houses" | "units", id: string, columns: readonly (Column | string)[]): Fields {
    const keys = columns.map((column) => (typeof column === "string" ? column : column.key));
    const cells = asking(() => this.source.get(dataset, id, keys));
    return new Fields(keys.map((key, at) => ({ key, cell: cells[at] ?? { tag: "unknown" } })));
  }
}

function ofOne(columns: readonly Column[]): string {
  const [dataset, ...others] = new Set(columns.map(({ dataset }) => dataset));
  if (dataset === undefined || others.length > 0) throw new TypeError("a scan reads columns of one dataset");
  return dataset;
}
