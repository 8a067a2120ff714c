"""Makes the layer's zip and its SBOM: `layer.py PYTHON...`, the Pythons to compile for.

The same sources and Pythons make the same zip: entries are sorted, and have no time.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TARGET = HERE / "target"
LAYER = TARGET / "layer"
ZIP = TARGET / "opentelemetry-python-layer.zip"
EPOCH = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    """Compiles, lays out the layer's folder, and packs it."""
    shutil.rmtree(LAYER, ignore_errors=True)
    home = LAYER / "otel-python"
    shutil.copytree(
        HERE / "src" / "otel_lambda",
        home / "src" / "otel_lambda",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(HERE / "src" / "layer" / "launcher.py", home)
    shutil.copytree(
        HERE / "src" / "layer" / "handler",
        home / "handler",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(HERE.parent / "LICENSE", home)
    for name in ("otel-handler", "otel-instrument"):
        shutil.copy(HERE / "src" / "layer" / "otel-handler", LAYER / name)
    for python in sys.argv[1:]:
        pack = [
            python,
            "-s",
            "-B",
            "-X",
            "no_debug_ranges",
            str(HERE / "tools" / "pack.py"),
            str(HERE / "src"),
            str(home),
        ]
        # the order of sets in constants depends on it
        subprocess.run(pack, check=True, env={"PYTHONHASHSEED": "0", "PATH": "/usr/bin:/bin"})
    files = sorted(each for each in LAYER.rglob("*") if each.is_file())
    write_zip(files)
    write_sbom(files)


def write_zip(files: list[Path]) -> None:
    """Packs the files, with modes but without times."""
    with zipfile.ZipFile(ZIP, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in files:
            entry = zipfile.ZipInfo(str(file.relative_to(LAYER)), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100755 if file.parent == LAYER else 0o100644) << 16
            archive.writestr(entry, file.read_bytes())


def write_sbom(files: list[Path]) -> None:
    """Writes what is in the zip in CycloneDX: the project's own files, as it has no dependency."""
    version = re.search(r'^VERSION = "(.+)"', (HERE / "src/otel_lambda/__init__.py").read_text(), re.M)
    assert version is not None
    digest = hashlib.sha256(ZIP.read_bytes()).hexdigest()
    component = {
        "type": "library",
        "bom-ref": "opentelemetry-python-layer",
        "name": "opentelemetry-python-layer",
        "version": version[1],
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }
    sbom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
        "version": 1,
        "metadata": {"component": component},
        "components": [
            {
                "type": "file",
                "bom-ref": str(file.relative_to(LAYER)),
                "name": str(file.relative_to(LAYER)),
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}],
            }
            for file in files
        ],
        "dependencies": [{"ref": "opentelemetry-python-layer", "dependsOn": []}],
    }
    ZIP.with_suffix(".cdx.json").write_text(json.dumps(sbom, indent=2) + "\n")


if __name__ == "__main__":
    main()
