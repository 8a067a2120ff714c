"""The table that every layer must pass, `conformance/` at the project's top."""

from __future__ import annotations

import json
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from environment import ARN, Environment, attributes

CONFORMANCE = Path(__file__).parents[2] / "conformance"
TABLE = json.loads((CONFORMANCE / "events.json").read_text())
KINDS = {1: "INTERNAL", 2: "SERVER", 3: "CLIENT", 4: "PRODUCER", 5: "CONSUMER"}
STATUSES = ("UNSET", "OK", "ERROR")


def _cases_by_environment() -> list[list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for case in TABLE["cases"]:
        if "python" not in case.get("not", {}):
            groups.setdefault(json.dumps(case.get("environment", {}), sort_keys=True), []).append(case)
    return list(groups.values())


def _event(case: dict[str, Any]) -> bytes:
    event = case["event"]
    if "file" in event:
        return (CONFORMANCE / event["file"]).read_bytes()
    if "json" in event:
        text = json.dumps(event["json"], ensure_ascii=False, separators=(",", ":"))
        for placeholder, value in _a_minute_ago().items():
            text = text.replace(placeholder, value)
        return text.encode()
    if "text" in event:
        return str(event["text"]).encode()
    return "".join([part["text"] * part.get("times", 1) for part in event["parts"]]).encode()


def _a_minute_ago() -> dict[str, str]:
    seconds = time.time() - 60
    millis = int(seconds * 1000)
    iso = datetime.fromtimestamp(millis / 1000, timezone.utc).isoformat(timespec="milliseconds")
    return {
        '"$ago.millis"': str(millis),
        "\"'$ago.millis'\"": f'"{millis}"',
        '"$ago.seconds"': str(int(seconds)),
        '"$ago.iso"': f'"{iso[:-6]}Z"',
    }


@pytest.mark.parametrize("cases", _cases_by_environment(), ids=lambda cases: cases[0]["name"])
def test_events_are_reported_as_the_table_says(
    cases: list[dict[str, Any]], tmp_path: Path, python: str
) -> None:
    function = TABLE["function"]
    (tmp_path / "app.py").write_text(f"def handler(event, context): return {function['response']!r}")
    failures = []
    with Environment(
        tmp_path,
        environment={
            "AWS_LAMBDA_FUNCTION_NAME": function["name"],
            "AWS_LAMBDA_FUNCTION_VERSION": function["version"],
            "AWS_REGION": "us-east-1",
            **cases[0].get("environment", {}),
        },
        python=python,
    ) as environment:
        cold_start = True
        for case in cases:
            environment.backend.requests.clear()
            headers = {}
            if "traceHeader" in case:
                headers["Lambda-Runtime-Trace-Id"] = case["traceHeader"]
            if "clientContext" in case:
                headers["Lambda-Runtime-Client-Context"] = json.dumps(case["clientContext"])
            invocation = environment.invoke(_event(case), headers)
            values = {
                "$requestId": invocation.id,
                "$coldStart": cold_start,
                "$invokedArn": ARN + ":live",
                "$functionArn": f"{ARN}:{function['version']}",
                "$logStream": "2026/11/28/[7]abc",
                "$memoryBytes": 512 * 1024 * 1024,
            }
            cold_start = False
            spans = sorted(
                environment.backend.spans, key=lambda span: "faas.coldstart" not in attributes(span)
            )
            actual = [_described(span, spans) for span in spans]
            expected = [_expected(span, index == 0, values) for index, span in enumerate(case["spans"])]
            if len(actual) == len(expected):
                for one, other in zip(actual, expected):
                    _resolve_by_actual(other, one)
            if actual != expected:
                failures.append(f"{case['name']}: {json.dumps(actual)} instead of {json.dumps(expected)}")
            response = json.loads(invocation.body)
            if response != case.get("response", function["response"]):
                failures.append(f"{case['name']}: the response is {response}")
            missing = (
                _resolved(case.get("resource", {}), values).items() - environment.backend.resources[0].items()
                if "resource" in case
                else ()
            )
            if missing:
                failures.append(f"{case['name']}: the resource lacks {missing}")
    assert not failures, "\n".join(failures)


def _described(span: Any, spans: list[Any]) -> dict[str, Any]:
    names = {each.span_id: each.name for each in spans}
    parent: Any = None
    if span.parent_span_id:
        parent = names.get(span.parent_span_id) or {
            "traceId": span.trace_id.hex(),
            "spanId": span.parent_span_id.hex(),
            "traceState": span.trace_state,
        }
    return {
        "name": span.name,
        "kind": KINDS[span.kind],
        "parent": parent,
        "links": [
            {"traceId": each.trace_id.hex(), "spanId": each.span_id.hex(), "traceState": each.trace_state}
            for each in span.links
        ],
        "status": STATUSES[span.status.code],
        "seconds": (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
        "attributes": dict(sorted(attributes(span).items())),
    }


def _expected(span: dict[str, Any], is_first: bool, values: dict[str, Any]) -> dict[str, Any]:
    parent = span.get("parent")
    links = [
        {"traceState": "", **{key: link[key] for key in link if key != "times"}}
        for link in span.get("links", [])
        for _ in range(link.get("times", 1))
    ]
    own = {
        **(TABLE["everySpanOfAnInvocation"]["attributes"] if is_first else {}),
        **span.get("attributes", {}),
    }
    return {
        "name": span["name"],
        "kind": span["kind"],
        "parent": {"traceState": "", **parent} if isinstance(parent, dict) else parent,
        "links": [{key: link[key] for key in ("traceId", "spanId", "traceState")} for link in links],
        "status": span.get("status", "UNSET"),
        "seconds": span.get("seconds"),
        "attributes": dict(sorted(_resolved(own, values).items())),
    }


def _resolved(expected: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: values.get(value, value) if isinstance(value, str) else value for key, value in expected.items()
    }


def _resolve_by_actual(expected: dict[str, Any], actual: dict[str, Any]) -> None:
    """Replaces what is only told roughly by what there is, if that is as told."""
    least = expected["seconds"]
    if least is None or least <= actual["seconds"] < least + 60:
        expected["seconds"] = actual["seconds"]
    for key, value in expected["attributes"].items():
        text = actual["attributes"].get(key)
        if isinstance(text, str) and (
            value == "$any" or (isinstance(value, dict) and json.loads(text) == value["$json"])
        ):
            expected["attributes"][key] = text
