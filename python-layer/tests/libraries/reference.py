"""The spans that OpenTelemetry's own instrumentation makes of the same code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from conftest import install, install_instrumentations
from environment import Environment, Invocation, attributes

OLDER = {
    "elasticsearch": ("opentelemetry-instrumentation-elasticsearch==0.64b0", "opentelemetry-sdk==1.43.0")
}
"""The newest releases of those that have no other."""

RUN = """
import importlib, json, sys
sys.path[:0] = sys.argv[1].split(":")
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
module, name = sys.argv[2].split(":")
getattr(importlib.import_module(module), name)().instrument()
code = {}
exec(compile(sys.stdin.read(), "app.py", "exec"), code)
answer = code["handler"](None, None)
# what receives a message is below what has sent it there, and may stay current
roots = [span.parent is None for span in exporter.get_finished_spans() if span.kind.name == "CLIENT"]
assert all(roots), "a span below another"
spans = [
    [span.name, span.kind.value, dict(span.attributes), span.status.status_code.value]
    for span in exporter.get_finished_spans()
]
print(json.dumps([answer, spans]))
"""

Described = tuple[str, int, dict[str, Any], int]


def reference(
    code: str,
    library: list[str],
    name: str,
    instrumentor: str,
    environment: dict[str, str],
    module: str | None = None,
) -> tuple[Any, list[Described]]:
    """Returns what the handler answers, and name, kind, attributes and status of each span."""
    older = OLDER.get(name)
    packages = [
        install(sys.executable, *library) if library else "",
        install(sys.executable, *older) if older else install_instrumentations(sys.executable),
    ]
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            RUN,
            ":".join(filter(None, packages)),
            f"opentelemetry.instrumentation.{module or name.replace('-', '_')}:{instrumentor}",
        ],
        input=code,
        env={**os.environ, **environment, "OTEL_SEMCONV_STABILITY_OPT_IN": "http,database"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    answer, spans = json.loads(done.stdout.splitlines()[-1])
    return answer, [(each[0], each[1], each[2], each[3]) for each in spans]


def invoked_as_bare(
    function: Callable[..., Environment], code: str, variables: dict[str, str]
) -> tuple[Environment, Environment, Invocation]:
    """Invokes a function with the layer and without, and expects the same bytes of both.

    Returns both environments, the one with the layer first, and its invocation.
    """
    environment = function(code, variables)
    bare = function(code, variables, layer=None)
    invocation = environment.invoke()
    assert not invocation.error, invocation.body
    assert invocation.body == bare.invoke().body
    return environment, bare, invocation


def described(spans: list[Any]) -> list[Described]:
    """Returns the same of the spans that the layer has sent, but for the invocation's."""
    calls = [span for span in spans if span.name != "my-function"]
    # where the reference's have no parent, these have the invocation
    assert len({span.parent_span_id for span in calls}) <= 1
    assert {span.parent_span_id for span in calls}.isdisjoint(span.span_id for span in calls)
    # OTLP counts kinds from 1, the API from 0
    return [(span.name, span.kind - 1, attributes(span), span.status.code) for span in calls]


def without(spans: list[Described], *names: str) -> list[Described]:
    """Returns spans without some attributes."""
    return [
        (name, kind, {key: value for key, value in values.items() if key not in names}, status)
        for name, kind, values, status in spans
    ]


def renamed(spans: list[Described], names: dict[str, str]) -> list[Described]:
    """Returns spans with some attributes under the names that the conventions have now."""
    return [
        (name, kind, {names.get(key, key): value for key, value in values.items()}, status)
        for name, kind, values, status in spans
    ]


def check_attributes(
    spans: list[Described], expected: list[Described], of_today: Callable[[Any], Any], more: set[str]
) -> None:
    """Expects kinds, attributes and status of the reference, and no attributes but `more` beside them.

    `of_today` makes of the reference's attributes what the conventions have now.
    """
    assert len(spans) == len(expected)
    for (_, kind, values, status), (_, *of_reference) in zip(spans, expected):
        known = of_today(of_reference[1])
        assert (kind, status) == (of_reference[0], of_reference[2])
        assert {**values, **known} == values
        assert set(values) - set(known) <= more
