"""Exporters that the core does not have are those of opentelemetry-sdk, where the function brings it."""

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
from conftest import install, install_sdk, versions
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


OTHER = """
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SpanExportResult

class Exporter(ConsoleSpanExporter):
    def __init__(self):
        super().__init__(formatter=lambda span: "OTHER " + span.to_json(indent=None) + "\\n")
"""

ENTRY_POINT = "[opentelemetry_traces_exporter]\nother = other_exporter:Exporter\n"


@pytest.mark.parametrize("version", versions("opentelemetry-sdk", oldest=True))
def test_exporter_of_the_sdk_gets_the_spans(
    function: Start, python: str, version: str, tmp_path: Path
) -> None:
    folder = install_sdk(python, version)
    (tmp_path / "other_exporter.py").write_text(OTHER)
    metadata = tmp_path / "other_exporter-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: other-exporter\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(ENTRY_POINT)
    variables = {"OTEL_TRACES_EXPORTER": "other", "PYTHONPATH": f"{folder}:{tmp_path}"}
    environment = function(CODE, variables)
    assert environment.invoke().body == b'"ok"'
    environment.stop()
    log = environment.log.decode()
    assert log.count("OTHER {") == 2
    check_call_and_invocation(*printed(log))
    assert environment.otel_lines == []
    assert environment.backend.spans == []


def test_console_prints_each_span_in_a_line_as_the_sdk_does(function: Start, python: str) -> None:
    environment = function(CODE, {"OTEL_TRACES_EXPORTER": "console"})
    assert environment.invoke().body == b'"ok"'
    environment.stop()
    lines = [line for line in environment.log.decode().splitlines() if line.startswith("{")]
    assert len(lines) == 2
    spans = [json.loads(line) for line in lines]
    check_call_and_invocation(*spans)
    assert [set(span) for span in spans] == [members_of_the_sdk(python)] * 2
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


def members_of_the_sdk(python: str) -> set[str]:
    """Returns what opentelemetry-sdk prints of a span."""
    folder = install(python, "opentelemetry-sdk==1.45.2")
    code = """
import sys
sys.path.insert(0, sys.argv[1])
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter()))
provider.get_tracer("own").start_span("one").end()
"""
    done = subprocess.run([python, "-c", code, folder], check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout))


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
    request = ExportTraceServiceRequest.FromString((tmp_path / "spans").read_bytes())
    names = [
        span.name
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    # the exporter's own call by gRPC is none of the function's
    assert sorted(names) == ["GET", "my-function"]
    assert environment.otel_lines == []


def test_exporter_that_is_nowhere_is_said_and_the_default_is_used(function: Start) -> None:
    environment = function(CODE, {"OTEL_TRACES_EXPORTER": "zipkin"})
    assert environment.invoke().body == b'"ok"'
    (line,) = environment.await_otel_lines()
    assert line.startswith('[otel] OTEL_TRACES_EXPORTER=zipkin: "zipkin" is not supported; using otlp')
    assert len(environment.backend.spans) == 2
