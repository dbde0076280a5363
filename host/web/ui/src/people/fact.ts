// What a fact says, as a reader reads it.
import { say, sayCode, sayDay, sayNumber } from "../words";
import type { Fact } from "./compare";

interface Residence {
    kind: string | null;
    since: string | null;
    community_name: string | null;
    house: string | null;
    /** Who lives there, where it is said of a house. */
    person?: string | null;
}

/** The record that a fact leads to: the house somebody lives in, who lives in a house. */
export function leadsTo({
    key,
    value,
}: Pick<Fact, "key" | "value">): { kind: "person" | "house"; id: string } | undefined {
    const home = typeof value === "object" && value !== null ? (value as Residence) : undefined;
    if (key === "residence" && home?.house) return { kind: "house", id: home.house };
    if (key === "occupant" && home?.person) return { kind: "person", id: home.person };
    return undefined;
}

export function readFact({ key, value }: Pick<Fact, "key" | "value">): string {
    if (Array.isArray(value)) return value.map((code) => sayCode("care", String(code))).join(say("list-comma"));
    if (key === "residence" && typeof value === "object" && value !== null) {
        const home = value as Residence;
        const since = home.since ? say("person-since", { day: sayDay(home.since) }) : undefined;
        const kind = home.kind ? sayCode("residence", home.kind) : undefined;
        return [home.community_name, kind, since].filter(Boolean).join(" · ");
    }
    if (key === "occupant" && typeof value === "object" && value !== null) {
        const home = value as Residence;
        const since = home.since ? say("person-since", { day: sayDay(home.since) }) : undefined;
        return [home.kind ? sayCode("residence", home.kind) : undefined, since].filter(Boolean).join(" · ");
    }
    if (key === "area") return say("house-square-metres", { area: sayNumber(Number(value)) });
    if (key === "use") return sayCode("house-use", String(value));
    if (key === "sex") return sayCode("sex", String(value));
    if (key === "living") return sayCode("living", String(value));
    // A day that is masked is no day.
    if (key === "birth" && /^\d{4}-\d{2}-\d{2}$/.test(String(value))) return sayDay(String(value));
    return String(value ?? "");
}
