// Which column of a file is which field, as staff settle it and as the host reads it: a mapping file in TOML.

export const ORDERS = ["ymd", "dmy", "mdy"] as const;

export interface Mapping {
    kind: string;
    /** Heading and field, in the file's order; an empty field leaves the column out. */
    columns: { heading: string; field: string }[];
    /** The order in which days with the year last are written. */
    dates: (typeof ORDERS)[number];
    /** Field → what every row has where no column says it. */
    constants: Record<string, string>;
}

interface Field {
    key: string;
    required: boolean;
}

/** Fields that no row can be without and nothing gives. */
export function missing(fields: Field[], mapping: Mapping): string[] {
    const given = new Set(mapping.columns.map((column) => column.field));
    const open = (field: Field) => field.required && !given.has(field.key) && !mapping.constants[field.key]?.trim();
    return fields.filter(open).map((field) => field.key);
}

/** Fields that more than one column would give. */
export function twice(mapping: Mapping): string[] {
    const given = mapping.columns.map((column) => column.field).filter(Boolean);
    return [...new Set(given.filter((field, at) => given.indexOf(field) !== at))];
}

/** The mapping as a file: only what it says holds, no column is guessed. */
export function toToml(mapping: Mapping): string {
    const lines = [
        `kind = ${quoted(mapping.kind)}`,
        `dates = ${quoted(mapping.dates)}`,
        "suggest = false",
        "",
        "[columns]",
    ];
    const headings = new Set<string>();
    for (const { heading, field } of mapping.columns) {
        if (heading === "" || headings.has(heading)) continue;
        headings.add(heading);
        lines.push(`${quoted(heading)} = ${quoted(field)}`);
    }
    const constants = Object.entries(mapping.constants).filter(([, value]) => value.trim() !== "");
    if (constants.length > 0) lines.push("", "[constants]");
    for (const [field, value] of constants) lines.push(`${quoted(field)} = ${quoted(value.trim())}`);
    return `${lines.join("\n")}\n`;
}

/** A basic string of TOML: JSON's, but for one control character that JSON leaves as it is. */
function quoted(text: string): string {
    return JSON.stringify(text).replaceAll("\u007f", "\\u007f");
}
