"""The exporter `console`, and exporters of opentelemetry-sdk where the function brings them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

import servers
from conftest import INSTRUMENTATION, install, install_sdk, versions
from environment import Environment

Start = Callable[..., Environment]

CODE = """
import urllib.request
def handler(event, context):
    try:
        urllib.request.urlopen("http://127.0.0.1:1/")
    except OSError:
        return "ok"
"""


def printed(log: str) -> list[dict[str, Any]]:
    decoder, spans, rest = json.JSONDecoder(), [], log
    while (begin := rest.find("{")) >= 0:
        span, end = decoder.raw_decode(rest[begin:])
        spans.append(span)
        rest = rest[begin + end :]
    return spans


@contextmanager
def collector(python: str, packages: str, file: Path) -> Iterator[str]:
    """Runs what takes spans by gRPC, and writes them into a file."""
    code = f"""
import sys
sys.path.insert(0, sys.argv[1])
from concurrent import futures
import grpc

def export(request, context):
    open({str(file)!r}, "ab").write(request)
    return b""

handler = grpc.method_handlers_generic_handler(
    "opentelemetry.proto.collector.trace.v1.TraceService",
    {{"Export": grpc.unary_unary_rpc_method_handler(export)}},
)
server = grpc.server(futures.ThreadPoolExecutor(1))
server.add_generic_rpc_handlers([handler])
print(f"127.0.0.1:{{server.add_insecure_port('127.0.0.1:0')}}", flush=True)
server.start()
sys.stdin.read()
server.stop(0)
"""
    with servers.program(python, code, packages) as address:
        yield address


def names_of(file: Path) -> list[str]:
    """Returns the sorted names of the spans that `collector` has written."""
    request = ExportTraceServiceRequest.FromString(file.read_bytes())
    return sorted(
        span.name
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    )


OTHER = """
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SpanExportResult

class Exporter(ConsoleSpanExporter):
    def __init__(self):
        super().__init__(formatter=lambda span: "OTHER " + span.to_json(indent=None) + "\\n")
"""


def write_entry_point(folder: Path, group: str, place: str) -> None:
    metadata = folder / "other-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[{group}]\nother = {place}\n")


@pytest.mark.parametrize("version", versions("opentelemetry-sdk", oldest=True))
def test_exporter_of_the_sdk_gets_the_spans(
    function: Start, python: str, version: str, tmp_path: Path
) -> None:
    folder = install_sdk(python, version)
    (tmp_path / "other_exporter.py").write_text(OTHER)
    write_entry_point(tmp_path, "opentelemetry_traces_exporter", "other_exporter:Exporter")
    variables = {"OTEL_TRACES_EXPORTER": "other", "PYTHONPATH": f"{folder}:{tmp_path}"}
    environment = function(CODE, variables)
    assert environment.invoke().body == b'"ok"'
    environment.stop()
    log = environment.log.decode()
    assert log.count("OTHER {") == 2
    check_call_and_invocation(*printed(log))
    assert environment.otel_lines == []
    assert environment.backend.spans == []


CONFIGURATOR = """
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from other_exporter import Exporter

class Configurator:
    def configure(self, **named):
        provider = TracerProvider()
        provider.add_span_processor(BatchSpanProcessor(Exporter()))
        trace.set_tracer_provider(provider)
"""

OWN_SPAN = """
from opentelemetry import trace
def handler(event, context):
    with trace.get_tracer("own").start_as_current_span("own"):
        return "ok"
"""


SET_UP = {
    "OTEL_PYTHON_CONFIGURATOR": ("opentelemetry_configurator", "other_configurator:Configurator"),
    "OTEL_PYTHON_DISTRO": ("opentelemetry_distro", "other_configurator:Configurator"),
}
"""The variable, the group and the place of what sets up an SDK."""


@pytest.mark.parametrize("variable", SET_UP)
@pytest.mark.parametrize("version", versions("opentelemetry-sdk", oldest=True))
def test_sdk_that_a_package_sets_up_gets_all_spans(
    function: Start, python: str, version: str, variable: str, tmp_path: Path
) -> None:
    folder = install_sdk(python, version)
    (tmp_path / "other_exporter.py").write_text(OTHER)
    (tmp_path / "other_configurator.py").write_text(CONFIGURATOR)
    write_entry_point(tmp_path, *SET_UP[variable])
    environment = function(OWN_SPAN, {variable: "other", "PYTHONPATH": f"{folder}:{tmp_path}"})
    for _ in range(2):
        assert environment.invoke().body == b'"ok"'
    environment.stop()
    own, invoked, *others = printed(environment.log.decode())
    assert (own["name"], invoked["name"], len(others)) == ("own", "my-function", 2)
    assert own["parent_id"] == invoked["context"]["span_id"]
    assert own["context"]["trace_id"] == invoked["context"]["trace_id"]
    assert environment.otel_lines == []
    assert environment.backend.spans == []


def test_distribution_sets_defaults_of_variables(function: Start, python: str) -> None:
    folder = install(python, f"opentelemetry-distro=={INSTRUMENTATION}")
    given = {
        "OTEL_PYTHON_DISTRO": "distro",
        "PYTHONPATH": folder,
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
    }
    environment = function(CODE, given)
    assert environment.invoke().body == b'"ok"'
    assert len(environment.backend.spans) == 2
    # by itself the layer reports no metrics
    assert environment.backend.metrics
    assert environment.otel_lines == []


def test_console_prints_each_span_in_a_line_as_the_sdk_does(function: Start, python: str) -> None:
    environment = function(CODE, {"OTEL_TRACES_EXPORTER": "console"})
    assert environment.invoke().body == b'"ok"'
    spans = json_lines(environment)
    check_call_and_invocation(*spans)
    assert [set(span) for span in spans] == [set(of_the_sdk(python, SDK_SPAN))] * 2
    assert environment.otel_lines == []
    assert environment.backend.spans == []


def test_console_is_not_the_functions_stdout(function: Start) -> None:
    code = """
import io, sys
sys.stdout = io.StringIO()
def handler(event, context):
    return sys.stdout.getvalue()
"""
    environment = function(code, {"OTEL_TRACES_EXPORTER": "console"})
    assert [environment.invoke().body for _ in range(2)] == [b'""'] * 2
    environment.stop()
    assert len(printed(environment.log.decode())) == 2


def check_call_and_invocation(call: dict[str, Any], invocation: dict[str, Any]) -> None:
    assert (call["name"], invocation["name"]) == ("GET", "my-function")
    assert call["parent_id"] == invocation["context"]["span_id"]
    assert call["context"]["trace_id"] == invocation["context"]["trace_id"]
    assert call["kind"] == "SpanKind.CLIENT"
    assert call["status"]["status_code"] == "ERROR"
    assert call["start_time"] <= call["end_time"] <= invocation["end_time"]
    assert invocation["attributes"]["faas.coldstart"] is True
    assert invocation["resource"]["attributes"]["faas.name"] == "my-function"


def of_the_sdk(python: str, code: str) -> Any:
    """Returns what opentelemetry-sdk prints, as JSON."""
    folder = install(python, "opentelemetry-sdk==1.45.2")
    command = [python, "-c", f"import sys\nsys.path.insert(0, sys.argv[1])\n{code}", folder]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


SDK_SPAN = """
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter()))
provider.get_tracer("own").start_span("one").end()
"""

SDK_METRICS = """
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import ConsoleMetricExporter, PeriodicExportingMetricReader
provider = MeterProvider([PeriodicExportingMetricReader(ConsoleMetricExporter())])
meter = provider.get_meter("own")
meter.create_counter("counter").add(1)
meter.create_histogram("histogram").record(1)
provider.shutdown()
"""

SDK_LOG = """
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler, export
# renamed in between
exporter = getattr(export, "ConsoleLogRecordExporter", None) or export.ConsoleLogExporter
provider = LoggerProvider()
provider.add_log_record_processor(export.SimpleLogRecordProcessor(exporter()))
import logging
logger = logging.getLogger("own")
logger.addHandler(LoggingHandler(logger_provider=provider))
logger.warning({"a": 1})
"""


def shape(value: Any) -> Any:
    """Returns the names of members, and of those below them, without values and resources."""
    if isinstance(value, list):
        return [shape(each) for each in value]
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items() if name not in ("attributes", "resource")}
    return None


def json_lines(environment: Environment) -> list[dict[str, Any]]:
    environment.stop()
    return [json.loads(line) for line in environment.log.decode().splitlines() if line.startswith('{"')]


@pytest.mark.parametrize("exporters", ["console", "otlp,console"])
def test_console_prints_metrics_in_a_line_at_each_flush(function: Start, python: str, exporters: str) -> None:
    variables = {"OTEL_METRICS_EXPORTER": exporters, "OTEL_TRACES_EXPORTER": "none"}
    environment = function("def handler(event, context): return 'ok'", variables)
    assert [environment.invoke().body for _ in range(2)] == [b'"ok"'] * 2
    lines = json_lines(environment)
    (scopes,) = zip(*(line["resource_metrics"] for line in lines), strict=True)
    metrics = [
        {metric["name"]: metric for metric in scope["scope_metrics"][0]["metrics"]} for scope in scopes
    ]
    assert [metric["faas.invocations"]["data"]["data_points"][0]["value"] for metric in metrics] == [1, 1]
    assert [("faas.coldstarts" in metric) for metric in metrics] == [True, False]
    assert scopes[0]["resource"]["attributes"]["faas.name"] == "my-function"
    (expected,) = of_the_sdk(python, SDK_METRICS)["resource_metrics"]
    counter, histogram = expected["scope_metrics"][0]["metrics"]
    assert shape(metrics[0]["faas.invocations"]) == shape(counter)
    own = metrics[0]["faas.invoke_duration"]["data"]["data_points"][0]
    assert own["count"] == sum(own["bucket_counts"]) == 1
    assert set(own) == set(histogram["data"]["data_points"][0])
    assert ("faas.invocations" in {each.name for each in environment.backend.metrics}) == (
        exporters != "console"
    )
    assert environment.otel_lines == []


LOGGING = """
import logging, sys
root = logging.getLogger()
root.setLevel(logging.DEBUG)
root.addHandler(logging.StreamHandler(sys.stdout))
def handler(event, context):
    logging.getLogger("a.b").warning("failed %s", 1, extra={"order": 7})
    root.info({"n": float("nan"), ("a", 1): {"bytes": b"x"}})
"""


@pytest.mark.parametrize("exporters", ["console", "otlp,console"])
def test_console_prints_each_log_record_once(function: Start, python: str, exporters: str) -> None:
    variables = {"OTEL_LOGS_EXPORTER": exporters, "OTEL_TRACES_EXPORTER": "otlp"}
    environment = function(LOGGING, variables)
    assert [environment.invoke().body for _ in range(2)] == [b"null"] * 2
    records = [line for line in json_lines(environment) if "severity_text" in line]
    assert [record["body"] for record in records[::2]] == ["failed 1"] * 2
    assert [list(record["body"]) for record in records[1::2]] == [["n", "('a', 1)"]] * 2
    assert len(records) == 4
    first, span = records[0], environment.backend.spans[0]
    assert (first["severity_number"], first["severity_text"]) == (13, "WARN")
    assert (first["trace_id"], first["span_id"]) == (f"0x{span.trace_id.hex()}", f"0x{span.span_id.hex()}")
    assert first["attributes"]["order"] == 7
    assert set(first) == set(of_the_sdk(python, SDK_LOG))
    assert len(environment.backend.logs) == (0 if exporters == "console" else 4)
    assert environment.otel_lines == []


def test_console_tells_copies_of_a_snapshot_apart(function: Start) -> None:
    code = (
        "import os\n"
        "from snapshot_restore_py import register_before_snapshot\n"
        "register_before_snapshot(lambda: os.environ.update(AWS_LAMBDA_LOG_STREAM_NAME='restored'))\n"
        "def handler(event, context): pass\n"
    )
    variables = {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start", "OTEL_TRACES_EXPORTER": "console"}
    environment = function(code, variables)
    environment.invoke()
    (span,) = json_lines(environment)
    assert span["resource"]["attributes"]["faas.instance"] == "restored"


def test_console_that_cannot_be_written_to_is_said_once(function: Start) -> None:
    code = "import os\nos.dup2(os.open('/dev/full', os.O_WRONLY), 1)\n" + CODE
    variables = dict.fromkeys(("OTEL_TRACES_EXPORTER", "OTEL_METRICS_EXPORTER"), "otlp,console")
    environment = function(code, variables)
    assert [environment.invoke().body for _ in range(2)] == [b'"ok"'] * 2
    assert len(environment.backend.await_spans(4)) == 4
    (line,) = environment.await_otel_lines()
    assert line.startswith("[otel] telemetry cannot be printed: ")


def test_both_get_the_spans_where_both_are_named(function: Start) -> None:
    environment = function(CODE, {"OTEL_TRACES_EXPORTER": "otlp,console"})
    environment.invoke()
    environment.stop()
    assert len(printed(environment.log.decode())) == 2
    assert len(environment.backend.spans) == 2


def test_otlp_by_grpc_is_that_of_the_sdk(function: Start, python: str, tmp_path: Path) -> None:
    folder = install(python, "opentelemetry-exporter-otlp-proto-grpc==1.45.2")
    with collector(python, folder, tmp_path / "spans") as address:
        variables = {
            "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{address}",
        }
        environment = function(CODE, {**variables, "PYTHONPATH": folder})
        assert environment.invoke().body == b'"ok"'
    # the exporter's own call by gRPC is none of the function's
    assert names_of(tmp_path / "spans") == ["GET", "my-function"]
    assert environment.otel_lines == []


def test_exporter_that_is_nowhere_is_said_and_the_default_is_used(function: Start) -> None:
    environment = function(CODE, {"OTEL_TRACES_EXPORTER": "zipkin"})
    assert environment.invoke().body == b'"ok"'
    (line,) = environment.await_otel_lines()
    assert line.startswith('[otel] OTEL_TRACES_EXPORTER=zipkin: unknown exporter "zipkin"; using otlp')
    assert len(environment.backend.spans) == 2
