// What page and worker say to each other.
import type { Call, Known } from "./call";
import type { Refusal } from "./refusal";
import type { FormState, PluginVersion } from "./standing";
import type { Catalog } from "./texts";

/** All a worker needs; it fetches nothing itself, so that it needs no network. */
export interface Start {
    kind: "start";
    script: ArrayBuffer;
    cores: { name: string; bytes: ArrayBuffer }[];
    call: Call;
    /** This device's clock when the call was described. */
    received: number;
    catalogs: Catalog[];
    plugin: PluginVersion;
    checklist: string;
    language: string;
    hostCalls: number;
    /** What the component is told of whom the checklist is about. */
    known?: Known[];
}

/** Answers so far, as the JSON that the server would get. */
export interface Ask {
    kind: "state";
    answers: string;
}

export type ToWorker = Start | Ask;

/** How a component, or what carries it, can fail. */
export type Failing = "unloadable" | "trapped" | "limit" | "crooked";

/** One for each message that came, in their order. */
export type FromWorker =
    | { kind: "ready" }
    | { kind: "state"; state: FormState }
    | { kind: "refused"; refusal: Refusal }
    /** The component declined, in words that the server puts better. */
    | { kind: "declined" }
    | { kind: "failed"; code: Failing; detail: string };
