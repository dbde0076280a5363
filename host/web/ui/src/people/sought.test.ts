// One box takes an ID or a phone, however it was copied.
import { expect, test } from "vitest";
import { soughtBy } from "./sought";

test("what may be an ID is sought as one, old and mistyped ones too, so that the host says what is wrong", () => {
    for (const [typed, resident_id] of [
        ["11010519491231002X", "11010519491231002X"],
        ["110105 1949 1231 002x", "11010519491231002X"],
        ["１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"],
        ["110105491231002", "110105491231002"],
    ] as const)
        expect(soughtBy(typed), typed).toEqual({ resident_id });
});

test("all else is a phone", () => {
    expect(soughtBy(" 138-0000-1234 ")).toEqual({ phone: "13800001234" });
    expect(soughtBy("0431-85671234")).toEqual({ phone: "043185671234" });
});
