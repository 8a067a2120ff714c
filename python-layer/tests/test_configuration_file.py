"""A file of declarative configuration in the place of variables, read by the function's packages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import install, version_of
from environment import Environment
from test_exporters import collector, json_lines, names_of

Start = Callable[..., Environment]

FILE = """
file_format: "1.0"
resource:
  attributes:
    - name: service.name
      value: from-file
    - name: deployment.environment
      value: prod
    - name: shards
      value: 3
propagator:
  composite:
    - tracecontext:
    - baggage:
tracer_provider:
  processors:
    - batch:
        exporter:
          otlp_http:
            endpoint: ${OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces
            headers:
              - name: api-key
                value: "a, b"
            compression: gzip
  sampler:
    parent_based:
      root:
        always_on:
"""

PARENT = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01"
X_RAY = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
EVENT = {"version": "2.0", "routeKey": "GET /", "headers": {"traceparent": PARENT}}
OK = "def handler(event, context): return 'ok'"


@pytest.fixture(params=["the newest", "of the SDK's"])
def package(request: pytest.FixtureRequest, python: str) -> str:
    """Installs the package that reads such files, and the one that was part of the SDK."""
    if request.param == "the newest" and version_of(python) == "3.9":
        pytest.skip("is for Python 3.10 and newer")
    version = "1.45.2" if request.param == "the newest" else "1.41.1"
    return install(python, f"opentelemetry-sdk[file-configuration]=={version}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "otel.yaml"


def test_file_takes_the_place_of_the_variables(function: Start, package: str, file: Path) -> None:
    file.write_text(FILE)
    variables = {
        "OTEL_CONFIG_FILE": str(file),
        "PYTHONPATH": package,
        "OTEL_SERVICE_NAME": "from-variable",
        "OTEL_TRACES_EXPORTER": "none",
    }
    environment = function(OK, variables)
    assert environment.invoke(EVENT, {"Lambda-Runtime-Trace-Id": X_RAY}).body == b'"ok"'
    (span,) = environment.backend.spans
    assert span.trace_id.hex() == "0af7651916cd43dd8448eb211c80319c"
    assert span.links == []  # X-Ray is no propagator of the file's
    (resource,) = environment.backend.resources
    assert (resource["service.name"], resource["deployment.environment"]) == ("from-file", "prod")
    assert (resource["shards"], resource["faas.name"]) == (3, "my-function")
    ((_, headers, _),) = environment.backend.requests
    assert (headers["api-key"], headers["content-encoding"]) == ("a, b", "gzip")
    assert environment.log == b""


def test_signals_limits_and_sampler_are_the_file_s(function: Start, package: str, file: Path) -> None:
    file.write_text("""
file_format: "1.0"
attribute_limits: {attribute_value_length_limit: 4}
tracer_provider:
  processors: [{simple: {exporter: {console: }}}]
  sampler: {trace_id_ratio_based: {ratio: 1.0}}
meter_provider:
  readers: [{periodic: {exporter: {console: }}}]
logger_provider:
  processors: [{batch: {exporter: {console: }}}]
""")
    code = "import logging\ndef handler(event, context): logging.warning('logged')"
    environment = function(code, {"OTEL_CONFIG_FILE": str(file), "PYTHONPATH": package})
    environment.invoke()
    lines = json_lines(environment)
    assert sorted(
        name for line in lines for name in line if name in ("kind", "resource_metrics", "body")
    ) == [
        "body",
        "kind",
        "resource_metrics",
    ]
    (span,) = (line for line in lines if "kind" in line)
    assert span["attributes"]["faas.trigger"] == "othe"
    assert environment.otel_lines == []
    assert environment.backend.requests == []


def test_file_that_switches_everything_off(function: Start, package: str, file: Path) -> None:
    file.write_text('file_format: "1.0"\ndisabled: true\n')
    environment = function(OK, {"OTEL_CONFIG_FILE": str(file), "PYTHONPATH": package})
    assert environment.invoke().body == b'"ok"'
    assert environment.backend.requests == []
    assert environment.log == b""


def test_what_is_not_known_is_said_and_the_rest_is_used(function: Start, package: str, file: Path) -> None:
    file.write_text(
        FILE.replace("value: prod", "value: null")
        + """
    remote_parent_sampled: {always_off: }
meter_provider:
  readers: [{pull: {exporter: {prometheus/development: {}}}}]
""".replace("    remote", "      remote")
    )
    environment = function(OK, {"OTEL_CONFIG_FILE": str(file), "PYTHONPATH": package})
    assert environment.invoke().body == b'"ok"'
    assert len(environment.backend.spans) == 1
    assert "deployment.environment" not in environment.backend.resources[0]
    assert environment.await_otel_lines(2) == [
        f"[otel] OTEL_CONFIG_FILE={file}: {what} is not known here; the rest is used"
        for what in (
            "tracer_provider.sampler.parent_based.remote_parent_sampled",
            "metrics.prometheus/development",
        )
    ]


def test_exporter_of_another_kind_is_made_by_the_sdk(
    function: Start, python: str, file: Path, tmp_path: Path
) -> None:
    if version_of(python) == "3.9":
        pytest.skip("its SDK cannot do it")
    package = install(
        python,
        "opentelemetry-sdk[file-configuration]==1.45.2",
        "opentelemetry-exporter-otlp-proto-grpc==1.45.2",
    )
    with collector(python, package, tmp_path / "spans") as address:
        file.write_text(
            FILE.replace("otlp_http", "otlp_grpc").replace(
                "${OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces", f"http://{address}"
            )
        )
        environment = function(OK, {"OTEL_CONFIG_FILE": str(file), "PYTHONPATH": package})
        assert environment.invoke().body == b'"ok"'
    assert names_of(tmp_path / "spans") == ["my-function"]
    assert environment.otel_lines == []
    assert environment.backend.requests == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "no such file"),
        ("", "ConfigurationError: Configuration file is empty"),
        ("a: [", "ConfigurationError: "),
        ('file_format: "1.0"\ntracer_provider: 1', "ConfigurationError: Configuration does not match schema"),
    ],
)
def test_file_that_cannot_be_used_is_said(
    function: Start, package: str, file: Path, text: str | None, why: str
) -> None:
    if text is not None:
        file.write_text(text)
    environment = function(OK, {"OTEL_CONFIG_FILE": str(file), "PYTHONPATH": package})
    assert environment.invoke().body == b'"ok"'
    assert len(environment.backend.spans) == 1
    (line,) = environment.await_otel_lines()
    assert line.startswith(f"[otel] OTEL_CONFIG_FILE={file}: {why}")
    assert line.endswith("; the variables are used")
    assert environment.log.decode() == line + "\n"


def test_function_without_the_package_is_told_which(function: Start, file: Path) -> None:
    file.write_text(FILE)
    environment = function(OK, {"OTEL_CONFIG_FILE": str(file), "OTEL_SERVICE_NAME": "from-variable"})
    assert environment.invoke().body == b'"ok"'
    (resource,) = environment.backend.resources
    assert resource["service.name"] == "from-variable"
    assert environment.await_otel_lines() == [
        f"[otel] OTEL_CONFIG_FILE={file}: the function's packages lack"
        " opentelemetry-sdk[file-configuration]; the variables are used"
    ]
