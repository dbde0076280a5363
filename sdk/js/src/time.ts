// Calendar days and moments. Days are Gregorian; China has one civil time, UTC+8, without summer time since 1992.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const CIVIL_OFFSET_MS = 8 * HOUR_MS;

/** A calendar day of the region. */
export class Day {
  /** @param number Days since 1970-01-01, as columns have them. */
  constructor(readonly number: number) {}

  /** The day of a year, month (1–12) and day; null where there is no such day. */
  static of(year: number, month: number, day: number): Day | null {
    if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
    return new Day(Math.round(utc(year, month, day) / DAY_MS));
  }

  /** Reads `YYYY-MM-DD`; null where there is no such day. */
  static parse(text: string): Day | null {
    const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    return found && Day.of(Number(found[1]), Number(found[2]), Number(found[3]));
  }

  /** Year, month (1–12) and day. */
  get ymd(): [year: number, month: number, day: number] {
    const date = new Date(this.number * DAY_MS);
    return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  }

  /** The day of the week: 1 is Monday, 7 is Sunday. */
  get weekday(): number {
    return ((((this.number + 3) % 7) + 7) % 7) + 1;
  }

  /** This day moved by so many days. */
  plusDays(days: number): Day {
    return new Day(this.number + days);
  }

  /** This day moved by so many months; the last of the month where that has fewer days. */
  plusMonths(months: number): Day {
    const [year, month, day] = this.ymd;
    const total = year * 12 + month - 1 + months;
    const [y, m] = [Math.floor(total / 12), (((total % 12) + 12) % 12) + 1];
    return new Day(Math.round(utc(y, m, Math.min(day, daysIn(y, m))) / DAY_MS));
  }

  /** Days from `earlier` to this day; negative when it lies ahead. */
  daysSince(earlier: Day): number {
    return this.number - earlier.number;
  }

  /** Full years from `birth` to this day, as ages are counted. */
  yearsSince(birth: Day): number {
    const [[year, month, day], [y, m, d]] = [this.ymd, birth.ymd];
    return year - y - (month < m || (month === m && day < d) ? 1 : 0);
  }

  /** The moment of an hour and minute of this day in China; 24:00 is the next midnight. */
  at(hour: number, minute: number): Instant {
    return new Instant(this.number * DAY_MS - CIVIL_OFFSET_MS + hour * HOUR_MS + minute * MINUTE_MS);
  }

  /** The last millisecond of this day in China: «by that day». */
  get end(): Instant {
    return new Instant(this.at(24, 0).ms - 1);
  }

  /** `YYYY-MM-DD`. */
  toString(): string {
    const [year, month, day] = this.ymd;
    return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  }
}

/** A moment. */
export class Instant {
  /** @param ms Milliseconds since 1970-01-01T00:00:00Z. */
  constructor(readonly ms: number) {}

  /** The calendar day in China at this moment. */
  get day(): Day {
    return new Day(Math.floor((this.ms + CIVIL_OFFSET_MS) / DAY_MS));
  }

  /** Minutes since midnight in China, 0–1439. */
  get minuteOfDay(): number {
    const inDay = (this.ms + CIVIL_OFFSET_MS) % DAY_MS;
    return Math.floor((inDay < 0 ? inDay + DAY_MS : inDay) / MINUTE_MS);
  }

  /** This moment moved by so many minutes. */
  plusMinutes(minutes: number): Instant {
    return new Instant(this.ms + minutes * MINUTE_MS);
  }

  /** This moment moved by so many hours. */
  plusHours(hours: number): Instant {
    return this.plusMinutes(hours * 60);
  }

  /** Full hours from `earlier` to this moment; negative when it lies ahead. */
  hoursSince(earlier: Instant): number {
    return Math.trunc((this.ms - earlier.ms) / HOUR_MS);
  }

  /** To the minute, in China's civil time: `2026-03-01 08:05`. */
  toString(): string {
    const minute = this.minuteOfDay;
    return `${this.day} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  }
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** `Date.UTC` takes years below 100 for the twentieth century. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function daysIn(year: number, month: number): number {
  return new Date(utc(year, month + 1, 1) - DAY_MS).getUTCDate();
}
