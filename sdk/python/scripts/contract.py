"""Makes what this package has from the contract: data classes from WIT, columns from datasets.toml. Run it after the contract grew."""

import ast
import shutil
import subprocess
import sysconfig
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
CONTRACT = HERE.parent.parent / "wit"
PACKAGE = HERE / "src" / "lifang_sdk"
MODULES = {
    "rules": ["imports/lifang_data_types", "imports/lifang_plugin_types", "imports/scans", "imports/aggregates", "exports/grid_rules", "exports/reports"],
    "forms": ["exports/checklists", "exports/certificates"],
}
# Two interfaces have a record of the same name.
RENAMED = {("imports/scans", "Query"): "ScanQuery", ("imports/aggregates", "Query"): "AggregateQuery"}
# Handles to what the host keeps; a plugin sees what the SDK makes of them.
RESOURCES = {"Context", "Batch", "Scan"}
HEAD = '''"""The contract's words as data classes. Generated from WIT by scripts/contract.py."""

from dataclasses import dataclass
from enum import Enum
from typing import List, Optional, Tuple, Union
'''


def wit(into: Path) -> Path:
    """The two packages in the layout that tools of the component model want."""
    shutil.copytree(CONTRACT / "plugin", into, ignore=shutil.ignore_patterns("*.md"))
    shutil.copytree(CONTRACT / "data", into / "deps" / "data", ignore=shutil.ignore_patterns("*.md", "*.toml"))
    return into


def classes() -> str:
    """Every record, variant and enum of both worlds, each once."""
    out, known = [HEAD], set()
    with tempfile.TemporaryDirectory() as place:
        folder = wit(Path(place) / "wit")
        for world, modules in MODULES.items():
            bindings = Path(place) / world
            tool = [Path(sysconfig.get_path("scripts")) / "componentize-py"]
            subprocess.run([*tool, "-d", folder, "-w", world, "bindings", bindings], check=True, stdout=subprocess.DEVNULL)
            for module in modules:
                tree = ast.parse((bindings / "wit_world" / f"{module}.py").read_text())
                for node in tree.body:
                    out += written(module, node, known)
    return "\n".join(out)


def written(module: str, node: ast.stmt, known: set[str]) -> list[str]:
    if isinstance(node, ast.ClassDef) and node.name not in RESOURCES:
        node.name = RENAMED.get((module, node.name), node.name)
        if node.name in known:
            return []
        known.add(node.name)
        return ["", "", ast.unparse(Bare().visit(node))]
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id not in known:
        known.add(node.targets[0].id)
        return ["", ast.unparse(Bare().visit(node))]
    return []


class Bare(ast.NodeTransformer):
    """Names without the module they were in."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return ast.Name(id=node.attr)


def constant(code: str) -> str:
    return code.replace("-", "_").upper()


def capital(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def columns() -> str:
    """Code tables and datasets."""
    schema = tomllib.loads((CONTRACT / "data" / "datasets.toml").read_text())
    bits = {column["codes"] for dataset in schema["dataset"].values() for column in dataset["columns"] if column["type"] == "bits"}
    out = ['"""The datasets, columns and code tables of the contract. Generated from datasets.toml by scripts/contract.py."""', "", "from .column import Column, Dataset", ""]
    for table, rows in schema["codes"].items():
        what = ": a set is the sum of its bits" if table in bits else ""
        out += ["", f"class {capital(table)}:", f'    """The code table `{table}`{what}."""', ""]
        for number, code, zh, en in rows:
            out += [f"    {constant(code)} = {1 << number if table in bits else number}", f'    """{en} {zh} (`{code}`)."""']
        out.append("")
    for name, dataset in schema["dataset"].items():
        out += ["", f"class {capital(name)}(Dataset):", f'    """{dataset["en"]} {dataset["zh"]}."""', "", f'    dataset = "{name}"', f"    subject = {dataset['subject']}"]
        for column in dataset["columns"]:
            codes = repr([(number, code) for number, code, _, _ in schema["codes"][column["codes"]]]) if "codes" in column else "()"
            out += [
                f'    {constant(column["key"])} = Column("{name}", "{column["key"]}", "{column["type"]}", {column.get("null", False)}, {codes})',
                f'    """{column["en"]} {column["zh"]} (`{column["type"]}`)."""',
            ]
        out.append("")
    out += ["", "DATASETS: dict[str, type[Dataset]] = {" + ", ".join(f'"{name}": {capital(name)}' for name in schema["dataset"]) + "}", '"""By name."""', ""]
    return "\n".join(out)


def generated() -> dict[Path, str]:
    """What is generated, by path."""
    return {PACKAGE / "contract.py": classes() + "\n", PACKAGE / "data" / "datasets.py": columns()}


if __name__ == "__main__":
    for path, text in generated().items():
        path.write_text(text)
