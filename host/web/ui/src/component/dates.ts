// Days and moments: between the numbers of the contract and how people and JSON write them.

const DAY = 86_400_000;
/** China has one civil time, UTC+8. */
const CIVIL_OFFSET = 8 * 3_600_000;
/** The years 1 to 9999, which is what a calendar date can be written for. */
const FIRST = -719_162;
const LAST = 2_932_896;

/** The days since 1970-01-01 of `YYYY-MM-DD`; none where there is no such day. */
export function dayOf(text: string): number | undefined {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
    const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
    const moment = new Date(0);
    moment.setUTCFullYear(year, month - 1, day);
    const same = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
    return same ? Math.floor(moment.getTime() / DAY) : undefined;
}

/** The calendar day in China at a moment. */
export function dayAt(ms: number): number {
    return Math.floor((ms + CIVIL_OFFSET) / DAY);
}

/** A day as `YYYY-MM-DD`; none beyond the years that can be written. */
export function dayWritten(day: number): string | undefined {
    return day >= FIRST && day <= LAST ? new Date(day * DAY).toISOString().slice(0, 10) : undefined;
}

/** A moment in RFC 3339; none beyond the years that can be written. */
export function momentWritten(ms: bigint): string | undefined {
    const day = dayAt(Number(ms));
    return dayWritten(day) === undefined ? undefined : new Date(Number(ms)).toISOString();
}
