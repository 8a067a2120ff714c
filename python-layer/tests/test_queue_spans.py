"""The time that an event waited before its invocation, as a span."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from conftest import install
from environment import Environment, attributes
from otel_lambda.trigger.timestamps import nanos

Start = Callable[..., Environment]

ON = {"OTEL_LAMBDA_QUEUE_SPANS": "true"}
CODE = "def handler(event, context): return 'ok'"
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
DAY = 24 * 3600


def _of_datetime(text: str) -> int:
    parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return int(parsed.replace(microsecond=0).timestamp()) * 10**9 + parsed.microsecond * 1000


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-29T09:37:53Z",
        "2026-11-29T09:37:53.123Z",
        "2026-11-29T09:37:53.123456+05:30",
        "2026-11-29T09:37:53-18:00",
        "2024-02-29T23:59:59Z",
        "2000-02-29T00:00:00Z",
        "2026-03-01T00:00:00Z",
        "2026-12-31T23:59:59Z",
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59Z",
    ],
)
def test_iso_times_are_those_of_the_standard_library(text: str) -> None:
    assert nanos(text, "iso") == _of_datetime(text.replace(".123Z", ".123000Z"))


def test_first_and_last_days_of_all_months_are_known() -> None:
    for month in range(1900 * 12, 2300 * 12):
        first = datetime(month // 12, month % 12 + 1, 1)
        for day in (first, first - timedelta(days=1)):
            expected = (day - datetime(1970, 1, 1)).days * DAY * 10**9
            assert nanos(f"{day:%Y-%m-%d}T00:00:00Z", "iso") == expected


def test_fractions_have_up_to_nine_digits() -> None:
    base = _of_datetime("2026-11-29T09:37:53Z")
    assert nanos("2026-11-29T09:37:53.1Z", "iso") == base + 100_000_000
    assert nanos("2026-11-29T09:37:53.123456789Z", "iso") == base + 123_456_789


@pytest.mark.parametrize(
    "value",
    [
        *("", "now", "2026-11-29", "2026-11-29T09:37:53", "2026-11-29 09:37:53Z", "2026-11-29T09:37:53z"),
        *("2026-11-29T09:37:53.Z", "2026-11-29T09:37:53.1234567890Z", "2026-11-29T09:37:53+0100"),
        *("2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-31T00:00:00Z"),
        *("2026-11-00T00:00:00Z", "2026-11-29T24:00:00Z", "2026-11-29T23:60:00Z", "2026-11-29T23:59:60Z"),
        *(
            "2026-11-29T09:37:53+19:00",
            "2026-11-29T09:37:53+00:60",
            "٢٠٢٦-11-29T09:37:53Z",
            " 2026-11-29T09:37:53Z",
        ),
        *("2026-11-29T09:37:53Z\n", "2026-11-29T09:37:53Z" * 1000, "9" * 100_000, "12026-11-29T09:37:53Z"),
        *(None, 1764409073, 1.5, True, [], ["2026-11-29T09:37:53Z"], {}),
    ],
    ids=lambda each: repr(each)[:30],
)
def test_what_is_no_iso_time_is_none(value: Any) -> None:
    assert nanos(value, "iso") is None


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1764409073123, "ms", 1764409073123_000_000),
        ("1764409073123", "ms", 1764409073123_000_000),
        (1764409073123.5, "ms", 1764409073123_500_000),
        (1764409073, "s", 1764409073_000_000_000),
        (1764409073.123, "s", 1764409073_123_000_000),
        (1.479499740e9, "s", 1479499740_000_000_000),
        ("1764409073.123", "s", 1764409073_123_000_000),
        (0, "s", 0),
    ],
)
def test_epoch_times_are_read(value: Any, unit: str, expected: int) -> None:
    assert nanos(value, unit) == expected


@pytest.mark.parametrize(
    "value",
    [
        *(
            -1,
            -0.5,
            10**15 + 1,
            1.1e15,
            10**400,
            float("nan"),
            float("inf"),
            float("-inf"),
            True,
            None,
            [],
            [1],
            {},
        ),
        *(
            "",
            "soon",
            "-1",
            "+1",
            "1e9",
            "nan",
            "inf",
            "1_000",
            " 1",
            "1\n",
            "1.",
            ".5",
            "0x1",
            "١٢٣",
            "9" * 17,
            "9" * 100_000,
        ),
    ],
    ids=lambda each: repr(each)[:30],
)
def test_what_is_no_epoch_time_is_none(value: Any) -> None:
    assert nanos(value, "ms") is None


def _sqs(sent: Any, **attributes_: Any) -> dict[str, Any]:
    record = {
        "messageId": "m",
        "body": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:r:1:my-queue",
    }
    sender = {"traceparent": {"stringValue": TRACEPARENT, "dataType": "String"}}
    return {
        "Records": [
            {**record, "attributes": {"SentTimestamp": sent, **attributes_}, "messageAttributes": sender}
        ]
    }


def _ago(seconds: float) -> str:
    return str(int((time.time() - seconds) * 1000))


def test_wait_ends_where_the_invocation_begins(function: Start) -> None:
    environment = function(CODE, ON)
    sent = _ago(60)
    environment.invoke(_sqs(sent))
    wait, own = environment.backend.spans
    (scope,) = environment.backend.scopes
    assert (wait.name, own.name, wait.kind, wait.status.code) == ("sqs wait", "my-queue process", 1, 0)
    assert wait.start_time_unix_nano == int(sent) * 1_000_000
    assert wait.end_time_unix_nano == own.start_time_unix_nano
    assert (own.trace_id, own.parent_span_id, wait.parent_span_id) == (wait.trace_id, wait.span_id, b"")
    assert attributes(wait) == {"faas.trigger": "pubsub"}
    assert (list(wait.links), [each.span_id.hex() for each in own.links]) == ([], [TRACEPARENT[36:52]])
    assert scope.scope.name == "io.opentelemetry.lambda"
    assert environment.log == b""


def test_single_message_s_sender_is_the_parent_of_the_wait(function: Start) -> None:
    environment = function(CODE, {**ON, "OTEL_LAMBDA_SINGLE_MESSAGE": "parent"})
    environment.invoke(_sqs(_ago(60)))
    wait, own = environment.backend.spans
    assert wait.parent_span_id.hex() == TRACEPARENT[36:52]
    assert own.parent_span_id == wait.span_id
    assert list(own.links) == []


def _request(headers: dict[str, str]) -> dict[str, Any]:
    context = {"http": {"method": "GET"}, "timeEpoch": int(_ago(60))}
    return {
        "version": "2.0",
        "routeKey": "GET /a",
        "rawPath": "/a",
        "headers": headers,
        "requestContext": context,
    }


def test_trace_state_and_baggage_of_the_caller_are_kept(function: Start, python: str) -> None:
    environment = function(
        "from opentelemetry import propagate\n"
        "def handler(event, context):\n"
        "    carrier = {}; propagate.inject(carrier); return carrier\n",
        {**ON, "PYTHONPATH": install(python, "opentelemetry-api==1.45.2")},
    )
    headers = {"traceparent": TRACEPARENT, "tracestate": "a=1,b=2", "baggage": "k=v"}
    carrier = json.loads(environment.invoke(_request(headers)).body)
    wait, own = environment.backend.spans
    assert (wait.trace_state, own.trace_state) == ("a=1,b=2", "a=1,b=2")
    assert carrier == {
        "traceparent": f"{TRACEPARENT[:36]}{own.span_id.hex()}-01",
        "tracestate": "a=1,b=2",
        "baggage": "k=v",
        **{name: value for name, value in carrier.items() if name.lower() == "x-amzn-trace-id"},
    }


@pytest.mark.parametrize(
    ("variables", "flags"),
    [
        ({}, "00"),
        ({"OTEL_TRACES_SAMPLER": "always_off"}, "01"),
        ({"OTEL_TRACES_SAMPLER": "parentbased_always_off"}, "00"),
    ],
)
def test_nothing_is_reported_where_the_sampler_says_so(
    function: Start, variables: dict[str, str], flags: str
) -> None:
    environment = function(CODE, {**ON, **variables})
    assert environment.invoke(_request({"traceparent": TRACEPARENT[:-2] + flags})).body == b'"ok"'
    assert environment.backend.requests == []
    assert environment.log == b""


def test_sampler_decides_on_a_trace_that_begins_with_the_wait(function: Start) -> None:
    environment = function(
        CODE, {**ON, "OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0.5"}
    )
    for _ in range(20):
        environment.invoke(_sqs(_ago(60)))
    names = [span.name for span in environment.backend.spans]
    assert names == ["sqs wait", "my-queue process"] * (len(names) // 2)
    assert 0 < len(names) < 40


def test_wait_is_sent_before_a_timeout(function: Start) -> None:
    environment = function("import time\ndef handler(event, context): time.sleep(60)", ON)
    environment.init_done.wait(10)
    environment.start(_sqs(_ago(60)), timeout=1)
    wait, own = environment.backend.await_spans(2)
    assert (wait.name, own.name) == ("sqs wait", "my-queue process")
    assert attributes(wait) == {"faas.trigger": "pubsub"}
    assert attributes(own)["otel.lambda.unfinished"] is True


def test_time_that_cannot_be_is_no_wait(function: Start) -> None:
    environment = function(CODE, ON)
    hostile: list[Any] = [
        *(
            None,
            True,
            "",
            "soon",
            "NaN",
            -1,
            "-1",
            0,
            10**30,
            1e300,
            [],
            [1],
            {},
            "9" * 50_000,
        ),
        *(_ago(-60), _ago(14 * DAY + 60), {"SentTimestamp": _ago(60)}),
    ]
    for each in hostile:
        environment.invoke(json.dumps(_sqs(each)).encode())
    for event in (
        {"Records": [{"messageId": "m", "eventSource": "aws:sqs"}]},
        {"Records": [_sqs(1)["Records"][0], 7]},
        {"eventSource": "aws:kafka", "records": {"": ""}},
    ):
        environment.invoke(event)
    assert [span.name for span in environment.backend.spans if span.name.endswith("wait")] == []
    assert len(environment.backend.spans) == len(hostile) + 3
    assert environment.log == b""


def test_time_within_14_days_is_a_wait(function: Start) -> None:
    environment = function(CODE, ON)
    for each in (14 * DAY - 60, 0.5):
        environment.invoke(_sqs(_ago(each)))
    assert [span.name for span in environment.backend.spans][::2] == ["sqs wait", "sqs wait"]


def test_first_record_tells_the_time(function: Start) -> None:
    environment = function(CODE, ON)
    first, second = _ago(60), _ago(30)
    environment.invoke({"Records": _sqs(first)["Records"] + _sqs(second)["Records"]})
    wait = environment.backend.spans[0]
    assert wait.start_time_unix_nano == int(first) * 1_000_000
