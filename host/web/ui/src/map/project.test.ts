// A drawing has north at its top, and true proportions.
import { expect, test } from "vitest";
import type { Outline } from "./outlines";
import { project } from "./project";

const square = (code: string, west: number, south: number, size: number): Outline => ({
    type: "Feature",
    properties: { code },
    geometry: {
        type: "MultiPolygon",
        coordinates: [
            [
                [
                    [west, south],
                    [west + size, south],
                    [west + size, south + size],
                    [west, south + size],
                    [west, south],
                ],
            ],
        ],
    },
});

test("at sixty degrees north a degree of longitude is half as long as one of latitude", () => {
    const { width, height } = project([square("a", 120, 59.5, 1)]);
    expect(height / width).toBeCloseTo(2, 3);
});

test("names stand in the middle, what is north stands higher", () => {
    const { shapes } = project([square("south", 0, -1, 1), square("north", 0, 0, 1)]);
    const [south, north] = shapes;
    expect(south!.x).toBeCloseTo(50, 1);
    expect(north!.y).toBeLessThan(south!.y);
    expect(north!.room).toBeCloseTo(100, 1);
});

test("nothing is drawn of nothing", () => {
    expect(project([]).shapes).toEqual([]);
});
