// Two records of persons, fact by fact, so that a reviewer sees at once where they agree.

/** A fact as the host shows it to who may see it. */
export interface Fact {
    /** Whose record it is. */
    of: string;
    key: string;
    value?: unknown;
    withheld: boolean;
    valid_to?: string | null;
    recorded_to?: string | null;
    quiet: boolean;
    source: string;
    recorded_from: string;
}

export interface Row {
    key: string;
    /** What each record says, as a reader reads it; none where it says nothing. */
    said: [string | undefined, string | undefined];
    /** Both say something, and not the same. */
    differs: boolean;
}

/** What is compared, in the order a reviewer looks at it. What else a record says is its own. */
const KEYS = ["name", "resident_id", "sex", "birth", "phone", "living", "residence", "care", "label"];

/** The facts that hold now and are heard. */
export function current<F extends Fact>(facts: F[]): F[] {
    return facts.filter((fact) => !fact.valid_to && !fact.recorded_to && !fact.quiet);
}

/** Both records side by side, each by itself, without what became part of it; a fact that neither has, or may not be seen of either, is left out. `read` makes it readable. */
export function compared(records: { id: string; facts: Fact[] }[], read: (fact: Fact) => string): Row[] {
    const texts = records.map(({ id, facts }) => current(facts).filter((fact) => fact.of === id && !fact.withheld));
    const of = (at: number, key: string): string | undefined => {
        const said = (texts[at] ?? []).filter((fact) => fact.key === key).map(read);
        return said.length > 0 ? [...new Set(said)].sort().join("；") : undefined;
    };
    return KEYS.map((key): Row => {
        const said: Row["said"] = [of(0, key), of(1, key)];
        return { key, said, differs: said[0] !== undefined && said[1] !== undefined && said[0] !== said[1] };
    }).filter((row) => row.said.some((one) => one !== undefined));
}
