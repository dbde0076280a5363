// Figures are written by their decimals; what is held back never looks like nought.
import { expect, test } from "vitest";
import { cellText, figure } from "./document";

test("figures", () => {
    expect(figure({ number: 12345.678 }, 1, "zh-CN")).toBe("12,345.7");
    expect(figure({ number: 0 }, 0, "zh-CN")).toBe("0");
    expect(figure("suppressed", 0, "zh-CN")).toBe("*");
    expect(figure("none", 2, "zh-CN")).toBe("–");
});

test("a text cannot turn the page around or drown it", () => {
    expect(cellText({ data: "a\u202eb\u0007c" }, "en")).toBe("abc");
    expect(cellText({ data: "ئۇيغۇر" }, "en")).toBe("ئۇيغۇر");
    expect(cellText({ data: "长".repeat(1_000_000) }, "en")).toHaveLength(501);
});

test("cells", () => {
    expect(cellText("empty", "en")).toBe("");
    expect(cellText({ data: "=1+1" }, "en")).toBe("=1+1");
    expect(cellText({ data: "220104001000" }, "en", { "220104001000": "前进街道" })).toBe("前进街道");
    expect(cellText({ number: [{ number: 2 }, 2] }, "en")).toBe("2.00");
});
