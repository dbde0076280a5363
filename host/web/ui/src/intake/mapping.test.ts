// A mapping that staff settled is a file the host reads, and what it lacks is known before it is sent.
import { expect, test } from "vitest";
import { type Mapping, missing, toToml, twice } from "./mapping";

const FIELDS = [
    { key: "name", required: true },
    { key: "region", required: true },
    { key: "phone", required: false },
];
const MAPPING: Mapping = {
    kind: "persons",
    columns: [
        { heading: "姓名", field: "name" },
        { heading: '备注"甲"\\', field: "" },
        { heading: "x.供暖 方式", field: "x.heating" },
    ],
    dates: "dmy",
    constants: { region: " 220103008003 ", phone: "" },
};

test("the file says each column, quoted, and the constants that there are", () => {
    expect(toToml(MAPPING)).toBe(
        [
            'kind = "persons"',
            'dates = "dmy"',
            "suggest = false",
            "",
            "[columns]",
            '"姓名" = "name"',
            '"备注\\"甲\\"\\\\" = ""',
            '"x.供暖 方式" = "x.heating"',
            "",
            "[constants]",
            '"region" = "220103008003"',
            "",
        ].join("\n"),
    );
    expect(toToml({ ...MAPPING, constants: {} })).not.toContain("constants");
});

test("a heading that stands twice or is empty is no key", () => {
    const columns = [
        { heading: "电话", field: "phone" },
        { heading: "电话", field: "" },
        { heading: "", field: "name" },
    ];
    expect(toToml({ ...MAPPING, columns }).match(/电话/g)).toHaveLength(1);
    expect(toToml({ ...MAPPING, columns })).not.toContain('"" =');
    expect(toToml({ ...MAPPING, columns: [{ heading: "a\u007f\n", field: "" }] })).toContain('"a\\u007f\\n" = ""');
});

test("what is required comes from a column or for all rows", () => {
    expect(missing(FIELDS, MAPPING)).toEqual([]);
    expect(missing(FIELDS, { ...MAPPING, constants: { region: " " } })).toEqual(["region"]);
    expect(missing(FIELDS, { ...MAPPING, columns: [], constants: {} })).toEqual(["name", "region"]);
});

test("a field that two columns would give is named once, one that none gives is not", () => {
    const columns = ["name", "name", "", "", "phone"].map((field, at) => ({ heading: String(at), field }));
    expect(twice({ ...MAPPING, columns })).toEqual(["name"]);
    expect(twice(MAPPING)).toEqual([]);
});
