// The words of the contract (`wit/`) as the generated script speaks them: what goes into a component and what comes out.

export type Value =
    | { tag: "flag"; val: boolean }
    | { tag: "integer"; val: bigint }
    | { tag: "decimal"; val: number }
    | { tag: "text"; val: string }
    | { tag: "date"; val: number }
    | { tag: "instant"; val: bigint }
    | { tag: "codes"; val: string[] };

export interface Text {
    key: string;
    args: [string, Value][];
}

export interface Choice {
    code: string;
    label: Text;
}

export type AnswerType =
    | { tag: "flag" }
    | { tag: "integer"; val: [bigint, bigint] }
    | { tag: "decimal"; val: [number, number] }
    | { tag: "text"; val: number }
    | { tag: "date" }
    | { tag: "one"; val: Choice[] }
    | { tag: "many"; val: Choice[] };

export interface AskedNode {
    id: string;
    kind: { tag: "group" } | { tag: "note" } | { tag: "question"; val: AnswerType };
}

export interface AskedForm {
    id: string;
    nodes: AskedNode[];
}

export interface Answer {
    node: string;
    value: Value;
}

export interface NodeStanding {
    node: number;
    visible: boolean;
    required: boolean;
    problems: Text[];
}

export interface FormStanding {
    nodes: NodeStanding[];
}

export interface Region {
    code: string;
    name: string;
    level: string;
}

/** The resource `context` as the host offers it. */
export interface Context {
    region(): Region;
    path(): Region[];
    now(): bigint;
    today(): number;
    role(): string;
    dayExceptions(): number[];
    setting(key: string): Value | undefined;
}

export type Cell = { tag: "present"; val: Value } | { tag: "unknown" } | { tag: "withheld" };

/** What the host holds of whom a checklist is about. */
export interface Field {
    key: string;
    cell: Cell;
}

/** The functions of `lifang:plugin/checklists` that a browser calls. `known` is what the server would tell the component. */
export interface Checklists {
    ask(call: Context, id: string, known: Field[]): AskedForm;
    state(call: Context, id: string, answers: Answer[], known: Field[]): FormStanding;
}
