"""Checks docs/dashboards/: that each metric is one that a layer sends and the documents explain, that nothing that the
Collector layer sends is missing, that CloudWatch's dashboard has its documented structure, and that the alarms' filters
find the layers' lines. With Grafana's foundation SDK, grafana_schema.py checks the other dashboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = "docs/dashboards"
DOCUMENTS = ("docs/collector.md", "docs/what-is-reported.md")
RECEIVER = "collector-layer/components/telemetryapireceiver/metrics.go"
NAMESPACE = "OpenTelemetry/Lambda"
LAMBDA_METRICS = {"Invocations", "Errors", "Duration", "Throttles"}
GRID = 24

SENT = re.compile(r'c\.(putSum|putHistogram|sum)\(to, "([a-z_.]+)", "([^"]*)"')
DOCUMENTED = re.compile(r"`((?:faas|aws\.lambda)\.[a-z_]+)`")
PROMETHEUS_METRIC = re.compile(r"\b(?:faas|aws_lambda)_[a-z_]+(?=\{|,)")
PROMETHEUS_UNITS = {"s": "_seconds", "By": "_bytes"}
FILTER = re.compile(r"FilterPattern: '(.*)'")
FILTER_TERM = re.compile(r'(-?)"([^"]*)"')
FILTER_METRIC = re.compile(r"MetricName: !Sub ([a-z-]+) \$\{FunctionName\}")

# What the layers print after [otel] where telemetry is lost, or there is none; and what is no loss yet.
LINES = {
    "lambda-sdk/src/main/java/io/opentelemetry/lambda/sdk/internal/ItemCounts.java": (" were dropped: ",),
    "execution-wrapper/src/main/java/io/opentelemetry/lambda/wrapper/DeferredInstrumentation.java": ("the function is not traced",),
    "execution-wrapper/src/main/layer/otel-handler": ("the function runs without this layer",),
    "python-layer/src/otel_lambda/sdk/http/sender.py": (" are dropped: ",),
    "python-layer/src/otel_lambda/launch.py": ("the function is not traced",),
    "nodejs-layer/src/export/outbox.ts": (" were dropped: ",),
    "nodejs-layer/src/invocation/function-instrumentation.ts": ("this invocation's span is lost",),
    "ruby-layer/src/otel_lambda/telemetry.rb": ("new ones are dropped",),
    "ruby-layer/src/layer/start.rb": ("the function is not traced",),
    "go-instrumentation/queue.go": ("spans are lost",),
    "collector-layer/components/internal/exportqueue/queue.go": (
        "the queue is full: what is oldest is dropped",
        "dropped while the queue was full",
    ),
    "collector-layer/components/internal/exportqueue/refusal.go": ("refused by the exporter, and lost",),
    "collector-layer/components/internal/signalqueue/queue.go": ("not exported, and lost",),
    "collector-layer/components/internal/lifecycle/telemetry.go": ("not exported, and lost",),
    "collector-layer/components/internal/otlphttp/client.go": ("rejected by the backend",),
    "collector-layer/components/internal/program/main.go": ("collector: it does not run:",),
    "collector-layer/components/telemetryapireceiver/receiver.go": ("what the Telemetry API has told is lost",),
}
NO_LOSS = (
    "[otel] 3 spans wait, and are lost if the environment ends before they are sent: HTTP 503",
    "[otel] no spans wait any more",
    '[otel] collector warn: exports fail, and will be tried again {"error": "HTTP 503"}',
    "[otel] OTEL_PROPAGATORS=b4: unknown propagator; using tracecontext",
    "the function's own line: 3 items were dropped and lost",
)


def check(root: Path) -> Iterator[str]:
    """The faults of the dashboards and the alarms."""
    folder = root / FOLDER
    sent = {name: (kind, unit) for kind, name, unit in SENT.findall((root / RECEIVER).read_text(encoding="utf-8"))}
    documented = {name for page in DOCUMENTS for name in DOCUMENTED.findall((root / page).read_text(encoding="utf-8"))}
    for name in sorted(sent.keys() - documented):
        yield f"{RECEIVER}:1: {name} is in none of {' and '.join(DOCUMENTS)}"
    alarms = (folder / "alarms.yaml").read_text(encoding="utf-8")
    counted = set(FILTER_METRIC.findall(alarms))
    grafana = json.loads((folder / "grafana.json").read_text(encoding="utf-8"))
    yield from wrong_metrics(f"{FOLDER}/grafana.json", grafana_metrics(grafana), prometheus_names(sent) | grafana_counts(counted))
    cloudwatch = json.loads((folder / "cloudwatch.json").read_text(encoding="utf-8"))
    for fault in cloudwatch_faults(cloudwatch):
        yield f"{FOLDER}/cloudwatch.json:1: {fault}"
    yield from wrong_metrics(f"{FOLDER}/cloudwatch.json", set(cloudwatch_metrics(cloudwatch)), {name: name for name in sent.keys() | counted})
    yield from wrong_filters(root, alarms)


def wrong_metrics(file: str, shown: set[str], sent: dict[str, str]) -> Iterator[str]:
    """Metrics that are shown and not sent, and those that are sent and not shown."""
    for metric in sorted(shown - sent.keys()):
        yield f"{file}:1: {metric}: no layer sends it"
    for name in sorted(set(sent.values()) - {sent[metric] for metric in shown & sent.keys()}):
        yield f"{file}:1: {name} is not shown"


def prometheus_names(sent: dict[str, tuple[str, str]]) -> dict[str, str]:
    """The metrics as Prometheus calls them, with the names that they are sent by."""
    names = {}
    for name, (kind, unit) in sent.items():
        base = name.replace(".", "_") + PROMETHEUS_UNITS.get(unit, "")
        suffixes = ("_bucket", "_sum", "_count") if kind == "putHistogram" else ("_total",)
        names |= {base + suffix: name for suffix in suffixes}
    return names


def grafana_counts(counted: set[str]) -> dict[str, str]:
    """The metrics that count lines, as Grafana's dashboard queries them in CloudWatch."""
    return {name + " ${function_name}": name for name in counted}


def grafana_metrics(dashboard: dict[str, Any]) -> set[str]:
    """The metrics that a dashboard's panels and variables query."""
    targets = [target for panel in dashboard["panels"] for target in panel.get("targets", [])]
    queries = [target["expr"] for target in targets if "expr" in target]
    queries += [variable["query"] for variable in dashboard["templating"]["list"] if variable["type"] == "query"]
    found = {metric for query in queries for metric in PROMETHEUS_METRIC.findall(query)}
    return found | {target["metricName"] for target in targets if target.get("namespace") == NAMESPACE}


def cloudwatch_metrics(dashboard: dict[str, Any]) -> Iterator[str]:
    """This project's metrics in a dashboard's widgets."""
    for widget in dashboard["widgets"]:
        for metric in widget["properties"]["metrics"]:
            if metric[0] == NAMESPACE:
                yield metric[1].split(" ")[0]


def cloudwatch_faults(dashboard: dict[str, Any]) -> Iterator[str]:
    """What is not as CloudWatch documents the structure of a dashboard's body."""
    for widget in dashboard["widgets"]:
        properties = widget["properties"]
        title = properties.get("title")
        if widget["type"] != "metric" or widget["x"] + widget["width"] > GRID:
            yield f"{title}: not a metric widget within {GRID} columns"
        if properties.get("view") not in {"timeSeries", "singleValue"} or not properties.get("region"):
            yield f"{title}: a view or a region is missing"
        ids: list[str] = []
        for metric in properties["metrics"]:
            options = metric[-1] if isinstance(metric[-1], dict) else {}
            names = metric[:-1] if options else metric
            ids.append(options.get("id", ""))
            if not names and "expression" not in options or names and (len(names) % 2 or not all(isinstance(name, str) for name in names)):
                yield f"{title}: {metric}: a namespace, a name and pairs of dimensions, or an expression"
            if names and names[0] == "AWS/Lambda" and names[1] not in LAMBDA_METRICS:
                yield f"{title}: {names[1]} is no metric of AWS/Lambda"
        for metric in properties["metrics"]:
            expression = metric[0].get("expression", "") if isinstance(metric[0], dict) else ""
            for name in re.findall(r"\b[a-z]\w*\b", expression):
                if name not in ids:
                    yield f"{title}: {name} is no id of a metric"


def wrong_filters(root: Path, alarms: str) -> Iterator[str]:
    """Lines of the layers that the alarms' filters do not count, or count without a loss."""
    patterns = FILTER.findall(alarms)
    for source, fragments in LINES.items():
        text = (root / source).read_text(encoding="utf-8")
        for fragment in fragments:
            if fragment not in text:
                yield f"{source}:1: there is no line with {fragment!r} any more"
            if not any(matches(pattern, f"[otel] {fragment}") for pattern in patterns):
                yield f"{FOLDER}/alarms.yaml:1: no filter counts {fragment!r} of {source}"
    for line in NO_LOSS:
        if any(matches(pattern, line) for pattern in patterns):
            yield f"{FOLDER}/alarms.yaml:1: a filter counts what is no loss: {line}"


def matches(pattern: str, line: str) -> bool:
    """Tells whether a filter pattern of quoted terms matches: it has them all, and none that stand after a minus."""
    terms = FILTER_TERM.findall(pattern)
    return bool(terms) and all((term in line) != bool(minus) for minus, term in terms)
