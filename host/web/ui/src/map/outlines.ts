// Outlines of provinces, cities and districts, one small file a province; `outlines/README.md` says where they are from.
import type { Feature, MultiPolygon, Polygon } from "geojson";
import { feature, merge } from "topojson-client";
import type {
    GeometryCollection,
    MultiPolygon as TopoMultiPolygon,
    Polygon as TopoPolygon,
    Topology,
} from "topojson-specification";

/** An outline, named by the region's code of twelve digits. */
export type Outline = Feature<Polygon | MultiPolygon, { code: string }>;

type Outlined = TopoPolygon | TopoMultiPolygon;
type File = Topology<Record<string, GeometryCollection>>;

/** Reads an outline file; tests read from the disk instead. */
export type ReadOutlines = (name: string) => Promise<File>;

const files = new Map<string, Promise<File>>();

/** Reads a file once for the life of the page; one that failed is tried again. */
export const readOutlines: ReadOutlines = (name) => {
    const known = files.get(name);
    if (known) return known;
    const read = fetch(`${import.meta.env.BASE_URL}outlines/${name}.json`).then((response) => {
        if (!response.ok) throw new Error(`outlines ${name}: ${response.status}`);
        return response.json() as Promise<File>;
    });
    read.catch(() => files.delete(name));
    files.set(name, read);
    return read;
};

/** The digits that say something: `220100000000` is `2201`. Two more a level, from the province to the district. */
export function significant(code: string): string {
    const six = code.slice(0, 6);
    return code.slice(6).replace(/0/g, "") === "" ? six.replace(/(00){1,2}$/, "") : code;
}

const whole = (digits: string) => digits.padEnd(12, "0");

function geometries(file: File): Outlined[] {
    return Object.values(file.objects).flatMap((object) => object.geometries as Outlined[]);
}

/** Each geometry of a file as it stands: the districts of a province, or the provinces of the nation. */
export function outlinesOf(file: File): Outline[] {
    return geometries(file).map((one) => ({
        type: "Feature",
        properties: { code: whole(String(one.id)) },
        geometry: feature(file, one as TopoPolygon).geometry,
    }));
}

/**
 * The outlines of what lies directly below a province (cities) or a city (districts). Empty for all else: streets, communities and
 * grids have none, and a map of the nation is not ours to draw.
 */
export async function childrenOutlines(code: string, read: ReadOutlines = readOutlines): Promise<Outline[]> {
    const digits = significant(code);
    if (digits.length !== 2 && digits.length !== 4) return [];
    const file = await read(digits.slice(0, 2));
    const parts = new Map<string, Outlined[]>();
    for (const one of geometries(file)) {
        const id = String(one.id);
        if (!id.startsWith(digits)) continue;
        const child = id.slice(0, digits.length + 2);
        parts.set(child, [...(parts.get(child) ?? []), one]);
    }
    return Array.from(parts, ([child, ones]) => outline(file, child, ones));
}

/** The outline of a province, city or district; none where there is none. */
export async function outlineOf(code: string, read: ReadOutlines = readOutlines): Promise<Outline | undefined> {
    const digits = significant(code);
    if (digits.length > 6) return undefined;
    const file = await read(digits.slice(0, 2));
    const ones = geometries(file).filter((one) => String(one.id).startsWith(digits));
    return ones.length > 0 ? outline(file, digits, ones) : undefined;
}

function outline(file: File, digits: string, ones: Outlined[]): Outline {
    return { type: "Feature", properties: { code: whole(digits) }, geometry: merge(file, ones) };
}
