// Whom a page is about, by what its address says.
import type { LocationQuery } from "vue-router";
import type { Subject } from "../component/runner";

/** The person or house of `?person=` or `?house=`; none where the address names nobody. */
export function subjectOf({ person, house }: LocationQuery): Subject | undefined {
    if (typeof person === "string" && person) return { kind: "person", uid: person };
    if (typeof house === "string" && house) return { kind: "house", uid: house };
    return undefined;
}
