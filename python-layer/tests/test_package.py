"""The zip: what is in it, and that the same sources make the same one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

PROJECT = Path(__file__).parents[1]
ZIP = PROJECT / "target" / "opentelemetry-python-layer.zip"


def test_same_sources_make_the_same_zip(tmp_path: Path) -> None:
    zips = []
    for name in ("a", "b"):
        copy = tmp_path / name / "python-layer"
        for folder in ("src", "tools"):
            shutil.copytree(PROJECT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(PROJECT.parent / "LICENSE", copy.parent)
        variables = {**os.environ, "PYTHONHASHSEED": str(len(zips))}
        subprocess.run(
            [sys.executable, str(copy / "tools" / "layer.py"), sys.executable], check=True, env=variables
        )
        target = copy / "target" / ZIP.name
        zips.append((target.read_bytes(), target.with_suffix(".cdx.json").read_bytes()))
    assert zips[0] == zips[1]


def test_zip_has_nothing_where_functions_look_for_packages() -> None:
    with zipfile.ZipFile(ZIP) as archive:
        entries = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
    tops = {name.partition("/")[0] for name in entries}
    assert tops == {"otel-handler", "otel-instrument", "otel-python"}
    assert {oct(entries[name]) for name in ("otel-handler", "otel-instrument")} == {"0o100755"}
    assert "otel-python/LICENSE" in entries
    sbom = json.loads(ZIP.with_suffix(".cdx.json").read_text())
    assert sbom["bomFormat"] == "CycloneDX"
    assert {component["name"] for component in sbom["components"]} == set(entries)
