// How numbers become shades and bars: what the map and the chart share, without drawing anything.

/** A region below the one shown. Its count is null where it is held back. */
export interface Counted {
    code: string;
    name: string;
    count: number | null;
}

/** A shade stands for the counts from `from` to `to`, both among them. */
export interface Shade {
    from: number;
    to: number;
}

/** Shades there are at most, the empty one aside. */
const SHADES = 5;

/**
 * Divides counts into shades: none at all by itself, then steps of a round number. Fewer where the numbers are small. Counts are
 * whole numbers.
 */
export function shadesOf(counts: number[]): Shade[] {
    const most = Math.max(0, ...counts);
    const shades: Shade[] = counts.some((count) => count === 0) ? [{ from: 0, to: 0 }] : [];
    if (most === 0) return shades;
    const step = roundUp(most / SHADES);
    for (let from = 0; from < most; from += step) shades.push({ from: from + 1, to: from + step });
    return shades;
}

/** The next number of the kind 1, 2, 5, 10, 20, 50 … */
function roundUp(number: number): number {
    const power = 10 ** Math.floor(Math.log10(Math.max(1, number)));
    const factor = [1, 2, 2.5, 5, 10].find((one) => Number.isInteger(one * power) && one * power >= number) ?? 10;
    return factor * power;
}

/** What the bars show: the most first, and behind so many the rest as one. */
export interface Ranked {
    shown: Counted[];
    /** How many are left out, and their counts together; what is held back is in neither. */
    others: { regions: number; count: number };
}

/** Ranks the counts; equal ones stay in the order of their codes. */
export function rank(children: Counted[], most = 30): Ranked {
    const known = children.filter((child) => child.count !== null);
    const sorted = [...known].sort((a, b) => b.count! - a.count!);
    // One more bar takes no more room than one that says "1 other".
    const cut = sorted.length <= most + 1 ? sorted.length : most;
    const rest = sorted.slice(cut);
    return {
        shown: sorted.slice(0, cut),
        others: { regions: rest.length, count: rest.reduce((sum, child) => sum + child.count!, 0) },
    };
}
