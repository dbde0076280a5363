// A fixed call. By default: a grid worker, at nine in the morning of Friday, 1 March 2024.
import { Call, type HostCall } from "../call.js";
import type { Value } from "../contract/data-types.js";
import { Day } from "../time.js";
import { toValue, type Plain } from "../value.js";
import type { Manifest } from "./manifest.js";

/** What a test decides about its call. */
export interface CallOptions {
  /** `YYYY-MM-DD`. */
  on?: string;
  /** `HH:MM` in China. */
  at?: string;
  role?: string;
  /** Weekdays that are off and weekend days that are worked, `YYYY-MM-DD`. */
  exceptions?: readonly string[];
  /** Settings other than the manifest's defaults. */
  settings?: Readonly<Record<string, Plain>>;
  /** The plugin's, for the defaults of its settings. */
  manifest?: Manifest;
}

const LEVELS = [[2, "province"], [4, "city"], [6, "district"], [9, "street"], [12, "community"], [15, "grid"]] as const;

/** The leading digits that all regions of the code's subtree share. */
export function subtree(code: string): string {
  let end = code.length;
  for (const digits of [12, 9, 6, 4, 2, 0]) {
    const above = digits;
    if (above < end && /^0+$/.test(code.slice(above, end))) end = above;
    else if (above < end) break;
  }
  return code.slice(0, end);
}

/** The day of a text. */
export function day(text: string): Day {
  const day = Day.parse(text);
  if (!day) throw new Error(`${text} is not a day written as YYYY-MM-DD`);
  return day;
}

/** The call as the host would hand it over. */
export function hostCall(region: string, options: CallOptions = {}): HostCall {
  const { on = "2024-03-01", at = "09:00", role = "grid-worker", exceptions = [], settings = {}, manifest } = options;
  const depth = subtree(region).length;
  const path = LEVELS.filter(([digits]) => digits <= depth).map(([digits, level]) => {
    const code = region.slice(0, digits).padEnd(12, "0");
    return { code, name: `region ${code}`, level };
  });
  const [hour, minute] = at.split(":").map(Number) as [number, number];
  const own = new Map<string, Value>([...(manifest?.settings() ?? []), ...Object.entries(settings).map(([key, value]) => [key, toValue(value)] as const)]);
  return {
    region: () => path.at(-1)!,
    path: () => path,
    now: () => day(on).at(hour, minute).ms,
    today: () => day(on).number,
    role: () => role,
    dayExceptions: () => exceptions.map((text) => day(text).number).sort((one, other) => one - other),
    setting: (key) => own.get(key) ?? null,
  };
}

/** A call about a region, by its code (12 digits, a grid 15). */
export function testCall(region: string, options: CallOptions = {}): Call {
  return new Call(hostCall(region, options));
}
