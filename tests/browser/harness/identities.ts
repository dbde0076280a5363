// Persons who are nobody: names, and resident IDs that pass every check.
import { randomInt } from "node:crypto";

/** Place and day of birth, in a district of Changchun. */
const HEAD = "220103";
/** ISO 7064 MOD 11-2, as GB 11643 uses it. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";

/** A resident ID of somebody born on that day (`1960-01-31`), a woman, whose number nobody else in these tests has. */
export function residentId(birth: string): string {
    const serial = String(2 * randomInt(5, 499)).padStart(3, "0");
    return checked(`${HEAD}${birth.replaceAll("-", "")}${serial}`);
}

/** The ID of somebody else, which differs in one digit and the check character. */
export function oneDigitOff(id: string): string {
    const digit = Number(id[16]);
    return checked(id.slice(0, 16) + String(digit === 8 ? 6 : digit + 2));
}

function checked(digits: string): string {
    const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * WEIGHTS[at]!, 0);
    return digits + CHECKS[sum % 11];
}

/** The same ID with a check character that is wrong. */
export function mistyped(id: string): string {
    return id.slice(0, -1) + CHECKS[(CHECKS.indexOf(id.at(-1)!) + 1) % CHECKS.length];
}

/** A day in the fifties, another each time. */
export function someBirth(): string {
    const two = (number: number) => String(number).padStart(2, "0");
    return `195${randomInt(10)}-${two(randomInt(1, 13))}-${two(randomInt(1, 10))}`;
}

/** A mobile phone's number. */
export const somePhone = (): string => `138${String(randomInt(100_000_000)).padStart(8, "0")}`;
