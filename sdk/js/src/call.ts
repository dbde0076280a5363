// The call: where, when, for whom, and how the plugin is configured; with the working calendar of the region.
import type { Context, Region } from "./contract/plugin-types.js";
import { Day, Instant } from "./time.js";
import { fromValue } from "./value.js";

/** What the host hands over; tests hand over the same. */
export type HostCall = Pick<Context, "region" | "path" | "now" | "today" | "role" | "dayExceptions" | "setting">;

/** Office hours of a working day, as [hour, minute]. */
export interface OfficeHours {
  opens: readonly [number, number];
  closes: readonly [number, number];
}

/** Round the clock: only days off are skipped. */
export const ALL_DAY: OfficeHours = { opens: [0, 0], closes: [24, 0] };

/** The call a plugin answers in. Everything that could make two runs differ is in here or in the arguments. */
export class Call {
  readonly #host: HostCall;
  #exceptions: ReadonlySet<number> | undefined;

  /** @param host What the host handed over; a plugin never makes a call itself. */
  constructor(host: HostCall) {
    this.#host = host;
  }

  /** The region the call is about. */
  get region(): Region {
    return this.#host.region();
  }

  /** The region's path, outermost (province) first, the region itself last. */
  get path(): Region[] {
    return this.#host.path();
  }

  /** The call's clock. It does not move during the call. */
  get now(): Instant {
    return new Instant(this.#host.now());
  }

  /** The calendar day of `now` in the region. */
  get today(): Day {
    return new Day(this.#host.today());
  }

  /** The role of who acts: `resident`, `grid-worker`, `community-staff`, … or `system`. */
  get role(): string {
    return this.#host.role();
  }

  /** A setting of type `flag`. */
  settingFlag(key: string): boolean {
    return this.#setting(key, "flag") as boolean;
  }

  /** A setting of type `integer`. */
  settingInteger(key: string): number {
    return this.#setting(key, "integer") as number;
  }

  /** A setting of type `decimal`. */
  settingDecimal(key: string): number {
    return this.#setting(key, "decimal") as number;
  }

  /** A setting of type `text`. */
  settingText(key: string): string {
    return this.#setting(key, "text") as string;
  }

  /** A setting of type `date`. */
  settingDate(key: string): Day {
    return this.#setting(key, "date") as Day;
  }

  /** A setting of type `codes`. */
  settingCodes(key: string): string[] {
    return this.#setting(key, "codes") as string[];
  }

  #setting(key: string, type: string): unknown {
    const value = this.#host.setting(key);
    if (value?.tag !== type) {
      throw new TypeError(`plugin.toml declares no setting ${key} of type ${type}; found ${value?.tag ?? "nothing"}`);
    }
    return fromValue(value);
  }

  /** Whether offices work on the day: a weekday that is not off, or a weekend day that is worked. */
  isWorkingDay(day: Day): boolean {
    this.#exceptions ??= new Set(Array.from(this.#host.dayExceptions()));
    return day.weekday <= 5 !== this.#exceptions.has(day.number);
  }

  /** The `count`-th working day after today, or after `from`; that day itself for 0. */
  addWorkingDays(count: number, from: Day = this.today): Day {
    let day = from;
    for (let left = count; left > 0; ) {
      day = day.plusDays(1);
      if (this.isWorkingDay(day)) left -= 1;
    }
    return day;
  }

  /** Working days after `from` up to and with `to`; 0 when `to` is not later. */
  workingDaysBetween(from: Day, to: Day): number {
    let count = 0;
    for (let day = from.plusDays(1); day.number <= to.number; day = day.plusDays(1)) {
      if (this.isWorkingDay(day)) count += 1;
    }
    return count;
  }

  /** The moment when so many office hours have passed since now. Outside office hours the clock stands still. */
  addWorkingHours(hours: number, office: OfficeHours): Instant {
    const [opens, closes] = [office.opens, office.closes].map(([hour, minute]) => hour * 60 + minute) as [number, number];
    if (!(opens < closes && closes <= 24 * 60)) throw new RangeError("an office closes after it opens, by midnight");
    let [left, day, minute] = [hours * 60, this.now.day, this.now.minuteOfDay];
    for (;;) {
      if (this.isWorkingDay(day)) {
        const from = Math.max(minute, opens);
        const open = Math.max(closes - from, 0);
        if (left <= open && open > 0) return day.at(0, 0).plusMinutes(from + left);
        left -= open;
      }
      [day, minute] = [day.plusDays(1), 0];
    }
  }
}
