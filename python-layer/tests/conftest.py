from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from environment import LAYER, Environment

VERSIONS: dict[str, list[str]] = json.loads((Path(__file__).parent / "versions.json").read_text())
RUNTIMES = Path(__file__).parent.parent / "target" / "runtimes"


def versions(library: str, oldest: bool = False) -> list[str]:
    """Returns the versions of a library to test with: all of them at night, else the newest.

    `oldest` adds the oldest one by day, where the layer has code for it.
    """
    known = VERSIONS[library]
    if os.environ.get("PYTHON_TESTS_ALL") == "true":
        return known
    return [known[0], known[-1]] if oldest else known[-1:]


def pythons() -> list[str]:
    """Returns the Python that runs the tests, or all that run.sh has prepared."""
    if os.environ.get("PYTHON_TESTS_ALL") != "true":
        return [sys.executable]
    names = os.environ.get("PYTHON_VERSIONS", "").split()
    folders = [folder for folder in sorted(RUNTIMES.iterdir()) if not names or folder.name in names]
    return [str(folder / "bin" / "python") for folder in folders]


def version_of(python: str) -> str:
    show = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([python, "-c", show], capture_output=True, text=True, check=True).stdout.strip()


_OLDER = {
    "aio-pika==10.2.1": "aio-pika==9.5.6",
    "aio-pika==9.5.8": "aio-pika==9.5.6",
    "aiobotocore==3.10.0": "aiobotocore==2.25.2",
    "aiohttp==3.14.5": "aiohttp==3.13.5",
    "asyncpg==0.32.0": "asyncpg==0.31.0",
    "aws-lambda-powertools==3.37.0": "aws-lambda-powertools==3.22.1",
    "boto3==1.44.8": "boto3==1.37.38",
    "elasticsearch[async]==9.5.1": "elasticsearch[async]==9.1.3",
    "eventlet==0.41.3": "eventlet==0.40.4",
    "gevent==26.9.0": "gevent==25.9.1",
    "grpcio==1.85.3": "grpcio==1.80.1",
    "moto[dynamodb,sqs,sns]==5.2.5": "moto[dynamodb,sqs,sns]==5.1.0",
    "mysql-connector-python==26.10.0": "mysql-connector-python==9.4.0",
    "mysqlclient==2.3.2": "mysqlclient==2.2.7",
    "opensearch-py[async]==3.2.0": "opensearch-py[async]==3.0.0",
    "opentelemetry-api==1.45.2": "opentelemetry-api==1.41.1",
    "opentelemetry-exporter-otlp-proto-grpc==1.45.2": "opentelemetry-exporter-otlp-proto-grpc==1.41.1",
    "opentelemetry-sdk[file-configuration]==1.45.2": "opentelemetry-sdk[file-configuration]==1.41.1",
    "opentelemetry-sdk==1.45.1": "opentelemetry-sdk==1.41.1",
    "opentelemetry-sdk==1.45.2": "opentelemetry-sdk==1.41.1",
    "psycopg[binary]==3.3.9": "psycopg[binary]==3.2.13",
    "psycopg2-binary==2.9.13": "psycopg2-binary==2.9.11",
    "pymongo==4.20.1": "pymongo==4.15.5",
    "redis==8.1.0": "redis==7.0.1",
    "requests==2.34.2": "requests==2.32.5",
    "sqlalchemy==2.1.9": "sqlalchemy==2.0.45",
    "urllib3==2.8.0": "urllib3==2.6.3",
    "valkey==6.2.0": "valkey==6.1.1",
    "structlog==26.1.0": "structlog==25.5.0",
}
"""The newest releases that run on Python 3.9, in the place of others."""

INSTRUMENTATION = "0.66b1"
INSTRUMENTED_SDK = "1.45.1"
_INSTRUMENTATIONS = (
    *(
        "aio-pika",
        "aiohttp-client",
        "asyncpg",
        "botocore",
        "confluent-kafka",
        "grpc",
        "httpx",
        "kafka-python",
        "mysql",
    ),
    *(
        "mysqlclient",
        "pika",
        "psycopg",
        "psycopg2",
        "pymongo",
        "pymysql",
        "redis",
        "requests",
        "sqlite3",
        "sqlalchemy",
        "urllib",
        "urllib3",
    ),
)
_MAX_NAME = 200
"""Of a folder; file systems take 255 bytes."""

PACKAGES = Path(__file__).parent.parent / "target" / "packages"


def install(python: str, *requirements: str) -> str:
    """Installs packages into a folder of their own, once, and returns it."""
    if version_of(python) == "3.9":
        requirements = tuple(
            _OLDER.get(each, each.replace(f"=={INSTRUMENTATION}", "==0.62b1")) for each in requirements
        )
    name = "+".join(requirements).replace("/", "_")
    if len(name) > _MAX_NAME:
        name = hashlib.sha256(name.encode()).hexdigest()
    folder = PACKAGES / version_of(python) / name
    if not (folder / ".complete").exists():
        subprocess.run(
            [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--target", str(folder)]
            + list(requirements),
            check=True,
        )
        (folder / ".complete").touch()
    return str(folder)


def install_instrumentations(python: str) -> str:
    """Installs OpenTelemetry's own instrumentations and the SDK, which are much the same packages, once."""
    packages = [f"opentelemetry-instrumentation-{name}=={INSTRUMENTATION}" for name in _INSTRUMENTATIONS]
    return install(python, *packages, f"opentelemetry-sdk=={INSTRUMENTED_SDK}")


def install_sdk(python: str, version: str) -> str:
    """Installs an SDK for a function to bring; what the oldest asks for is in setuptools."""
    more = ["setuptools<81"] if version == VERSIONS["opentelemetry-sdk"][0] else []
    return install(python, f"opentelemetry-sdk=={version}", *more)


@pytest.fixture(scope="session", params=pythons(), ids=version_of)
def python(request: pytest.FixtureRequest) -> str:
    assert (LAYER / "otel-handler").exists(), "build the layer first: ./run.sh build"
    return str(request.param)


@pytest.fixture
def function(tmp_path: Path, python: str) -> Iterator[Callable[..., Environment]]:
    """Starts functions, by their code and variables."""
    started: list[Environment] = []

    def start(code: str, environment: dict[str, str] | None = None, **options: Any) -> Environment:
        task = tmp_path / f"task{len(started)}"
        task.mkdir()
        (task / "app.py").write_text(code)
        started.append(Environment(task, environment=environment, **{"python": python, **options}))
        return started[-1]

    yield start
    for each in started:
        each.__exit__()
