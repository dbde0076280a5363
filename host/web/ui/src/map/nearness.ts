// Where a point is with regard to an outline. Flat geometry: within a few kilometres the earth is.
import type { Position } from "geojson";
import inside from "point-in-polygon-hao";
import type { Outline } from "./outlines";

/** East and north of Greenwich and the equator, in degrees of WGS-84. */
export interface Point {
    lng: number;
    lat: number;
}

const METRES_PER_DEGREE = 111_195;

const polygons = ({ geometry }: Outline): Position[][][] =>
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;

/** Whether the point lies within the outline, or on its line. */
export function contains(outline: Outline, { lng, lat }: Point): boolean {
    return polygons(outline).some((rings) => inside([lng, lat], rings as [number, number][][]) !== false);
}

/** Metres from the point to the nearest line of the outline. */
export function metresTo(outline: Outline, { lng, lat }: Point): number {
    const squeeze = Math.cos((lat * Math.PI) / 180);
    let least = Infinity;
    for (const ring of polygons(outline).flat()) {
        let [x0, y0] = [0, 0];
        ring.forEach(([east, north], corner) => {
            const [x, y] = [(east! - lng) * squeeze, north! - lat];
            if (corner > 0) least = Math.min(least, toSegment(x0, y0, x, y));
            [x0, y0] = [x, y];
        });
    }
    return Math.sqrt(least) * METRES_PER_DEGREE;
}

/** The square of the way from the origin to a segment. */
function toSegment(x0: number, y0: number, x1: number, y1: number): number {
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(x0 * dx + y0 * dy) / length));
    return (x0 + along * dx) ** 2 + (y0 + along * dy) ** 2;
}
