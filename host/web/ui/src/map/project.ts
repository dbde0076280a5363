// From longitude and latitude to a drawing: north is up, and a degree of longitude is as narrow as it is there.
import type { Position } from "geojson";
import type { Outline } from "./outlines";

/** An outline as SVG draws it, and where its name stands. */
export interface Shape {
    code: string;
    path: string;
    x: number;
    y: number;
    /** The width of its largest part, in the drawing's units. */
    room: number;
}

export interface Drawing {
    /** Always 100; lengths in the drawing are hundredths of it. */
    width: number;
    height: number;
    shapes: Shape[];
}

const WIDTH = 100;

export function project(outlines: Outline[]): Drawing {
    const parts = outlines.map(({ properties, geometry }) => ({
        code: properties.code,
        polygons: geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates,
    }));
    const all = box(parts.flatMap(({ polygons }) => polygons.flatMap((polygon) => polygon[0] ?? [])));
    if (!all) return { width: WIDTH, height: WIDTH, shapes: [] };
    const narrow = Math.cos((((all.south + all.north) / 2) * Math.PI) / 180);
    const scale = WIDTH / ((all.east - all.west) * narrow);
    const x = (position: Position) => (position[0]! - all.west) * narrow * scale;
    const y = (position: Position) => (all.north - position[1]!) * scale;
    const point = (position: Position) => `${x(position).toFixed(2)} ${y(position).toFixed(2)}`;
    const shapes = parts.map(({ code, polygons }) => {
        const path = polygons.flatMap((rings) => rings.map((ring) => `M${ring.map(point).join("L")}Z`)).join("");
        const outer = polygons.map((rings) => (rings[0] ?? []).map((at) => [x(at), y(at)] as const));
        const largest = outer.reduce((a, b) => (Math.abs(area(b)) > Math.abs(area(a)) ? b : a), []);
        return { code, path, ...middle(largest) };
    });
    return { width: WIDTH, height: (all.north - all.south) * scale, shapes };
}

type Point = readonly [number, number];

function box(positions: Position[]) {
    if (positions.length === 0) return undefined;
    const found = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
    for (const [east, north] of positions as [number, number][]) {
        found.west = Math.min(found.west, east);
        found.east = Math.max(found.east, east);
        found.south = Math.min(found.south, north);
        found.north = Math.max(found.north, north);
    }
    return found;
}

/** Twice the area that the ring runs around, with its sense; the shoelace formula. */
function area(ring: Point[]): number {
    return ring.reduce((sum, [x, y], at) => {
        const [nextX, nextY] = ring[(at + 1) % ring.length]!;
        return sum + x * nextY - nextX * y;
    }, 0);
}

/** The ring's centre of mass, and how wide it is. */
function middle(ring: Point[]): { x: number; y: number; room: number } {
    const whole = area(ring);
    const xs = ring.map(([x]) => x);
    const room = ring.length > 0 ? Math.max(...xs) - Math.min(...xs) : 0;
    if (whole === 0) return { x: ring[0]?.[0] ?? 0, y: ring[0]?.[1] ?? 0, room };
    const [x, y] = ring.reduce<Point>(
        ([sumX, sumY], [x1, y1], at) => {
            const [x2, y2] = ring[(at + 1) % ring.length]!;
            const cross = x1 * y2 - x2 * y1;
            return [sumX + (x1 + x2) * cross, sumY + (y1 + y2) * cross];
        },
        [0, 0],
    );
    return { x: x / (3 * whole), y: y / (3 * whole), room };
}
