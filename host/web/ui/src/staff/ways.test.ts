// Staff go from one way to the next and stay in their region.
import { expect, test } from "vitest";
import { addressOf, staffRegion, stayIn } from "./ways";

test("a way that is about a region keeps the region, the others have none", () => {
    expect(addressOf("quality")).toBe("/staff/quality");
    stayIn("220103008003");
    expect(addressOf("quality")).toBe("/staff/quality/220103008003");
    expect(addressOf("imports")).toBe("/staff/imports");
    expect(addressOf("figures", "2201")).toBe("/staff/figures/2201");
    expect(sessionStorage.getItem("lifang.staff-region")).toBe(staffRegion.value);
});
