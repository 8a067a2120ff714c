"""Makes the layer's zip and its SBOM: `layer.py PYTHON...`, the Pythons to compile for.

The same sources and Pythons make the same zip: entries are sorted, and have no time.
"""

from __future__ import annotations

import ast
import hashlib
import json
import marshal
import re
import shutil
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pack

HERE = Path(__file__).resolve().parent.parent
TARGET = HERE / "target"
LAYER = TARGET / "layer"
ZIP = TARGET / "opentelemetry-python-layer.zip"
EPOCH = (1980, 1, 1, 0, 0, 0)
LOADER = "otel_lambda.loader"


SOURCE_ONLY = (
    "otel_lambda.api.context",
    "otel_lambda.api.instrumentor",
    "otel_lambda.api.propagate",
    "otel_lambda.api.trace",
    "otel_lambda.declarative",
    "otel_lambda.flush.adaptive",
    "otel_lambda.flush.on_interval",
    "otel_lambda.function.logs",
    "otel_lambda.function.metrics",
    "otel_lambda.function.payloads",
    "otel_lambda.function.queue_spans",
    "otel_lambda.function.redaction",
    "otel_lambda.instrumentation.aio_pika",
    "otel_lambda.instrumentation.aiohttp_client",
    "otel_lambda.instrumentation.asyncpg",
    "otel_lambda.instrumentation.aws.bedrock",
    "otel_lambda.instrumentation.aws.functions",
    "otel_lambda.instrumentation.aws.models",
    "otel_lambda.instrumentation.aws.resources",
    "otel_lambda.instrumentation.aws.services",
    "otel_lambda.instrumentation.aws.sns",
    "otel_lambda.instrumentation.aws.sqs",
    "otel_lambda.instrumentation.confluent_kafka",
    "otel_lambda.instrumentation.database",
    "otel_lambda.instrumentation.elasticsearch",
    "otel_lambda.instrumentation.grpc",
    "otel_lambda.instrumentation.grpc_aio",
    "otel_lambda.instrumentation.http_client",
    "otel_lambda.instrumentation.httpx",
    "otel_lambda.instrumentation.kafka",
    "otel_lambda.instrumentation.messaging",
    "otel_lambda.instrumentation.mysql",
    "otel_lambda.instrumentation.mysqlclient",
    "otel_lambda.instrumentation.pika",
    "otel_lambda.instrumentation.psycopg",
    "otel_lambda.instrumentation.psycopg2",
    "otel_lambda.instrumentation.pymongo",
    "otel_lambda.instrumentation.pymysql",
    "otel_lambda.instrumentation.rabbitmq",
    "otel_lambda.instrumentation.redis",
    "otel_lambda.instrumentation.rpc",
    "otel_lambda.instrumentation.sqlite3",
    "otel_lambda.instrumentation.urllib",
    "otel_lambda.library",
    "otel_lambda.propagation.b3",
    "otel_lambda.propagation.jaeger",
    "otel_lambda.propagation.ottrace",
    "otel_lambda.sdk.console",
    "otel_lambda.sdk.exceptions",
    "otel_lambda.sdk.configurator",
    "otel_lambda.sdk.distribution",
    "otel_lambda.sdk.entry_points",
    "otel_lambda.sdk.exporters",
    "otel_lambda.sdk.http.endpoint",
    "otel_lambda.sdk.http.proxy",
    "otel_lambda.sdk.http.responses",
    "otel_lambda.sdk.http.sigv4",
    "otel_lambda.sdk.http.tls",
    "otel_lambda.sdk.logs",
    "otel_lambda.sdk.metrics",
    "otel_lambda.sdk.otlp.logs",
    "otel_lambda.sdk.otlp.metrics",
    "otel_lambda.trigger.active_mq",
    "otel_lambda.trigger.api_gateway_authorizer",
    "otel_lambda.trigger.api_gateway_web_socket",
    "otel_lambda.trigger.app_sync",
    "otel_lambda.trigger.document_db",
    "otel_lambda.trigger.kafka",
    "otel_lambda.trigger.rabbit_mq",
    "otel_lambda.trigger.step_functions",
    "otel_lambda.trigger.timestamps",
    "otel_lambda.wrapper.exit",
    "otel_lambda.wrapper.fork",
    "otel_lambda.wrapper.handler",
    "otel_lambda.flush.termination",
    "otel_lambda.zip_loader",
)
"""What comes with libraries that take some 20 ms to load themselves, what a variable switches on, rare
triggers, and what an error, a fork or an image of one's own needs; compiling one takes 0.1 to 0.9 ms."""


def main() -> None:
    """Compiles, lays out the layer's folder, and packs it."""
    shutil.rmtree(LAYER, ignore_errors=True)
    home = LAYER / "otel-python"
    shutil.copytree(
        HERE / "src" / "layer" / "handler",
        home / "handler",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for name in ("launcher.py", "fallback.py"):
        shutil.copy(HERE / "src" / "layer" / name, home)
    shutil.copy(HERE.parent / "LICENSE", home)
    for name in ("otel-handler", "otel-instrument"):
        shutil.copy(HERE / "src" / "layer" / "otel-handler", LAYER / name)
    write_modules(home, HERE / "src", sys.argv[1:])
    files = sorted(each for each in LAYER.rglob("*") if each.is_file())
    write_zip(files)
    write_sbom(files)


def write_modules(home: Path, sources: Path, pythons: list[str]) -> None:
    """Writes all modules into one file, and for each Python an index of it.

    A module's source comes first, then its code for each Python. They have much in common, and are near
    enough to each other for DEFLATE to find it.

    An index begins as a pyc with an unchecked hash does (PEP 552), so that no time stamp makes it
    stale, or with zeros if it is that of the sources. Then come the size of the loader that follows,
    compiled or not, and a marshalled dict: the place and the size of each module, and if it is compiled.
    """
    names = []
    for file in sorted((sources / "otel_lambda").rglob("*.py")):
        parts = file.relative_to(sources).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    compiled = [name for name in names if name not in SOURCE_ONLY]
    # each index has it
    names.remove(LOADER)
    codes = {tag: compile_for(python, magic, sources, compiled) for python, tag, magic in found(pythons)}
    texts = {
        name: ast.unparse(pack.tree_of(pack.file_of(name, sources))).encode() for name in (LOADER, *names)
    }
    indexes: dict[str, dict[str, tuple[int, int, bool]]] = {tag: {} for tag in codes}
    of_sources = {}
    modules = b""
    for name in names:
        place = (len(modules), len(texts[name]), False)
        of_sources[name] = place
        modules += texts[name]
        for tag, (_, code) in codes.items():
            indexes[tag][name] = place
            if name in code:
                indexes[tag][name] = (len(modules), len(code[name]), True)
                modules += code[name]
    (home / "modules.pack").write_bytes(modules)
    for tag, (magic, code) in codes.items():
        header = magic + (1).to_bytes(4, "little") + b"\0" * 8
        write_index(home / f"{tag}.index", header, code[LOADER], indexes[tag])
    write_index(home / "sources.index", b"\0" * 16, texts[LOADER], of_sources)


def found(pythons: list[str]) -> Iterator[tuple[str, str, bytes]]:
    """Gives path, cache tag and magic number of each Python."""
    show = "import sys, importlib.util as u; print(sys.implementation.cache_tag, u.MAGIC_NUMBER.hex())"
    for python in pythons:
        shown = subprocess.run([python, "-c", show], check=True, capture_output=True, text=True).stdout
        tag, magic = shown.split()
        yield python, tag, bytes.fromhex(magic)


def compile_for(python: str, magic: bytes, sources: Path, names: list[str]) -> tuple[bytes, dict[str, bytes]]:
    """Returns the magic number, and the marshalled code of each module."""
    command = [python, "-s", "-B", "-X", "no_debug_ranges", str(HERE / "tools" / "pack.py"), str(sources)]
    done = subprocess.run(
        command + names,
        check=True,
        stdout=subprocess.PIPE,
        # the order of sets in constants depends on it
        env={"PYTHONHASHSEED": "0", "PATH": "/usr/bin:/bin"},
    )
    return magic, marshal.loads(done.stdout)


def write_index(file: Path, header: bytes, loader: bytes, places: dict[str, tuple[int, int, bool]]) -> None:
    """Writes an index; see `write_modules`."""
    # version 2 is what all Pythons read
    file.write_bytes(header + len(loader).to_bytes(4, "little") + loader + marshal.dumps(places, 2))


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
