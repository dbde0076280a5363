"""Builds a plugin written in Python to a component without its manifest: `python -m lifang_sdk.build DIR --world rules --out FILE`.
`lifang plugin build` runs this, then proves the imports and embeds manifest and catalogs."""

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ENTRIES = {
    "forms": "from lifang_sdk.entry.forms_world import Certificates, Checklists, serve\n",
    "rules": "from lifang_sdk.entry.rules_world import GridRules, Reports, serve\n",
}
"""What the entry of each world hands on."""

NOT_INSIDE = shutil.ignore_patterns("testing", "wit", "build.py", "__pycache__")
"""Parts of this package that no component carries."""


def build(folder: Path, world: str, out: Path) -> None:
    """Writes the component."""
    sources = folder / "src"
    if not (sources / "plugin.py").is_file() and not (sources / "plugin" / "__init__.py").is_file():
        sys.exit(f"{sources} has no plugin.py: a plugin's code begins there, with `plugin = …`")
    tool = Path(sysconfig.get_path("scripts")) / "componentize-py"
    if not tool.is_file():
        sys.exit("componentize-py is not installed beside this package: pip install 'lifang-sdk[build]'")
    with tempfile.TemporaryDirectory(prefix="lifang-python-") as place:
        app = Path(place)
        shutil.copytree(PACKAGE, app / "lifang_sdk", ignore=NOT_INSIDE)
        shutil.copytree(sources, app, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        (app / "lifang_entry.py").write_text(f"{ENTRIES[world]}from plugin import plugin\n\nserve(plugin)\n")
        command = [tool, "--quiet", "-d", PACKAGE / "wit", "-w", world, "componentize", "--stub-wasi", "-p", app, "-o", out.resolve(), "lifang_entry"]
        # What lies in this machine's environment is none of the plugin's.
        environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")}
        if subprocess.run(command, cwd=app, env=environment).returncode != 0:
            sys.exit("componentize-py could not make the component; what it said stands above")


def main() -> None:
    """The command line."""
    arguments = argparse.ArgumentParser(prog="lifang_sdk.build", description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--world", choices=sorted(ENTRIES), required=True)
    arguments.add_argument("--out", type=Path, required=True)
    given = arguments.parse_args()
    build(given.folder, given.world, given.out)


if __name__ == "__main__":
    main()
