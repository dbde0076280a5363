// The name under which a file is kept is the host's.
import { expect, test } from "vitest";
import { nameIn } from "./hand";

test("the encoded name wins over the plain one", () => {
    expect(nameIn(`attachment; filename="grid.pdf"; filename*=UTF-8''%E6%9C%88%E6%8A%A5.pdf`)).toBe("月报.pdf");
    expect(nameIn(`attachment; filename="grid-monthly.csv"`)).toBe("grid-monthly.csv");
    expect(nameIn(null)).toBeUndefined();
});
