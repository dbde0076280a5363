// What staff do, in the order in which it is offered, and the region they last did it in.
import { ref } from "vue";

const KEY = "lifang.staff-region";

/** Names of addresses below `/staff/`; those of `regional` go on with a region's code. */
export const ways = ["reports", "figures", "people", "imports", "duplicates", "quality", "fields", "sources"] as const;
export type Way = (typeof ways)[number];
const regional: readonly Way[] = ["reports", "figures", "people", "duplicates", "quality", "fields"];

/** The code of the region that staff look at, kept until the browser's tab is closed. */
export const staffRegion = ref(sessionStorage.getItem(KEY) ?? "");

export function stayIn(code: string): void {
    staffRegion.value = code;
    sessionStorage.setItem(KEY, code);
}

/** The address of a way, in the region staff look at. */
export function addressOf(way: Way, code = staffRegion.value): string {
    return `/staff/${way}${regional.includes(way) && code ? `/${code}` : ""}`;
}

/** The address of the record of a person or house. */
export const recordOf = (kind: "person" | "house", id: string): string => `${addressOf("people")}?${kind}=${id}`;
