// Numbers written as the server writes them: in sentences without exponent and grouping, in JSON as its serializer does.

/** As Rust's `Display` writes an `f64`. */
export function displayed(number: number): string {
    if (Number.isNaN(number)) return "NaN";
    if (!Number.isFinite(number)) return number > 0 ? "inf" : "-inf";
    if (Object.is(number, -0)) return "-0";
    const { sign, digits, point } = decimal(number);
    if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
    if (digits.length <= point) return sign + digits.padEnd(point, "0");
    return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** As the server writes a number that it read from `JSON.stringify(number)`. */
export function inJson(number: number): string {
    const plain = whole(number);
    if (plain !== undefined && plain >= -(2n ** 63n) && plain < 2n ** 64n) return plain.toString();
    const { sign, digits, point } = decimal(number);
    if (-5 < point && point <= 16) {
        const written = displayed(number);
        return written.includes(".") ? written : `${written}.0`;
    }
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign}${digits[0] ?? "0"}${fraction}e${point > 0 ? "+" : ""}${point - 1}`;
}

/** The whole number that `JSON.stringify(number)` spells; none where it has a fraction or an exponent. */
export function whole(number: number): bigint | undefined {
    const spelled = JSON.stringify(number);
    return /^-?\d+$/.test(spelled) ? BigInt(spelled) : undefined;
}

/** The shortest digits that mean the number, and how many of them stand before the point. */
function decimal(number: number): { sign: string; digits: string; point: number } {
    const [mantissa = "", exponent = "0"] = Math.abs(number).toString().split("e");
    const [before = "", after = ""] = mantissa.split(".");
    const all = before + after;
    const leading = /^0*/.exec(all)?.[0].length ?? 0;
    const digits = all.slice(leading).replace(/0+$/, "");
    if (digits === "") return { sign: "", digits: "0", point: 1 };
    return {
        sign: number < 0 ? "-" : "",
        digits,
        point: before.length - leading + Number(exponent),
    };
}
