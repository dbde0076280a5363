// Which district the device is in. Outlines come to the device; the position never leaves it.
import { contains, metresTo, type Point } from "./nearness";
import { outlinesOf, readOutlines, type Outline, type ReadOutlines } from "./outlines";

/** Where one is, or why that cannot be said. */
export type Located =
    { ok: true; district: string } | { ok: false; why: "denied" | "unavailable" | "timeout" | "outside" };

type Why = Extract<Located, { ok: false }>["why"];

/** A province may begin so far from its coarse outline: the most that is left out of it, in metres. */
const COARSE = 25_000;
/** On a bridge, on the shore, or where two outlines leave a gap: the nearest district counts up to here, in metres. */
const GAP = 1_500;
/** A position that may be so far off, in metres, says nothing about a district: it was guessed from the network. */
const VAGUE = 10_000;

/** Asks the device for its position and finds the district. */
export async function locate(read: ReadOutlines = readOutlines): Promise<Located> {
    const at = await position();
    if (typeof at === "string") return { ok: false, why: at };
    const district = await districtAt(at, read);
    return district ? { ok: true, district } : { ok: false, why: "outside" };
}

/** The code of the district a point is in, or of the nearest when it is just beside one. None outside the regions. */
export async function districtAt(point: Point, read: ReadOutlines = readOutlines): Promise<string | undefined> {
    const provinces = outlinesOf(await read("nation")).filter(
        (province) => contains(province, point) || metresTo(province, point) < COARSE,
    );
    // Hong Kong, Macao and Taiwan are outlined, but the list of regions has nothing below them.
    const listed = provinces.map((province) => province.properties.code.slice(0, 2)).filter((code) => code < "70");
    const districts = (await Promise.all(listed.map(async (code) => outlinesOf(await read(code))))).flat();
    const around = districts.find((district) => contains(district, point));
    return (around ?? nearest(districts, point))?.properties.code;
}

function nearest(districts: Outline[], point: Point): Outline | undefined {
    let [least, found]: [number, Outline | undefined] = [GAP, undefined];
    for (const district of districts) {
        const metres = metresTo(district, point);
        if (metres < least) [least, found] = [metres, district];
    }
    return found;
}

/** What the device says. Its degrees are WGS-84, and so are the outlines (within a metre): nothing is to be converted. */
function position(): Promise<Point | Why> {
    // Not there at all on a page that did not come over https.
    const geolocation: Geolocation | undefined = navigator.geolocation;
    if (!geolocation) return Promise.resolve("unavailable");
    return new Promise((settle) => {
        geolocation.getCurrentPosition(
            ({ coords }) => {
                const known = Number.isFinite(coords.longitude) && Number.isFinite(coords.latitude);
                const exact = !(coords.accuracy > VAGUE);
                settle(known && exact ? { lng: coords.longitude, lat: coords.latitude } : "unavailable");
            },
            ({ code }) => settle(code === 1 ? "denied" : code === 3 ? "timeout" : "unavailable"),
            { enableHighAccuracy: false, timeout: 10_000, maximumAge: 300_000 },
        );
    });
}
