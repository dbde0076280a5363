// Periods that staff ask for.

/** The first and the last day of the month before, as `YYYY-MM-DD`, in the reader's calendar. */
export function lastMonth(now: Date): [string, string] {
    const day = (date: Date) =>
        [date.getFullYear(), date.getMonth() + 1, date.getDate()]
            .map((part) => String(part).padStart(2, "0"))
            .join("-");
    const first = new Date(now.getFullYear(), now.getMonth() - 1, 1);
    const last = new Date(now.getFullYear(), now.getMonth(), 0);
    return [day(first), day(last)];
}
