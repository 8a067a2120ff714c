"""Events and responses as attributes of the invocation's span."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from environment import Environment, attributes
from otel_lambda.function.payloads import Payloads
from otel_lambda.sdk.limits import Limits
from otel_lambda.sdk.span import SERVER, RemoteSpan, Scope, Span, SpanContext
from otel_lambda.settings import Settings

Start = Callable[..., Environment]

BOTH = {"OTEL_LAMBDA_CAPTURE_PAYLOAD": "event,response"}
RETURN_EVENT = "def handler(event, context): return event"
TRACE_HEADER_UNSAMPLED = {
    "headers": {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"}
}


def _captured(payload: Any, limit: int) -> Any:
    settings = Settings({**BOTH, "OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT": str(limit)})
    limits = Limits(128, None, 128, 128, 128, 128)
    span = Span(SpanContext(1, 2), None, "f", SERVER, Scope("s"), limits, lambda span: None)
    Payloads(settings, settings.captured_payloads).received(span, payload)
    return span.attributes.get("otel.lambda.event")


@pytest.mark.parametrize(
    ("payload", "limit", "expected"),
    [
        (b"12345678", 8, "12345678"),
        (b"123456789", 8, "12345…"),
        ("123456789", 8, "12345…"),
        ("ääää".encode(), 8, "ääää"),
        ("ääääa".encode(), 8, "ää…"),
        ("a😀😀😀".encode(), 8, "a😀…"),
        (b"123456789", 3, "…"),
        (b"123456789", 2, "12"),
        ("ää".encode(), 3, "…"),
        ("ä".encode(), 1, ""),
        (b"a", 1, "a"),
        (b"", 8, ""),
        # redaction may make a text short enough, but not if some of it has not been seen
        (b'{"pwd":"' + b"s" * 18 + b'"}', 20, '{"pwd":"***"}'),
        (b'{"pwd":"' + b"s" * 90 + b'"}', 20, '{"pwd":"***"…'),
        # and longer
        (b'{"pwd":1,"a":1}', 14, '{"pwd":"***…'),
        (b"\xff\xc3", 8, "��"),
        ("\ud800\udc00".encode("utf-8", "surrogatepass"), 30, "�" * 6),
        ("a\ud800b\udfff", 10, "a�b�"),
        ("\ud83d\ude00", 10, "😀"),
        ("ä" * 16, 8, "ää…"),
        (None, 8, None),
        ({"a": 1}, 8, None),
    ],
)
def test_text_has_as_many_bytes_as_the_limit_says(payload: Any, limit: int, expected: Any) -> None:
    assert _captured(payload, limit) == expected


def test_each_limit_is_kept_by_whole_characters() -> None:
    text = '{"ä":"€😀a", "pwd":"ß"}' * 4
    for limit in range(1, 130):
        for payload in (text, text.encode(), text.encode() + b"\x80\xff"):
            captured = _captured(payload, limit)
            assert len(captured.encode()) <= limit
            assert "ß" not in captured


def test_span_that_is_not_recorded_costs_no_work() -> None:
    settings = Settings(BOTH)
    payloads = Payloads(settings, settings.captured_payloads)
    payloads._text = None  # type: ignore[assignment, method-assign]
    payloads.received(RemoteSpan(SpanContext(1, 2, 0)), b"{}")


def _payloads(environment: Environment) -> list[dict[str, Any]]:
    return [
        {
            key[12:]: value
            for key, value in attributes(span).items()
            if key in ("otel.lambda.event", "otel.lambda.response")
        }
        for span in environment.backend.spans
    ]


def test_event_and_response_are_as_received_and_sent(function: Start) -> None:
    environment = function(RETURN_EVENT, BOTH)
    event = b'{ "a" : [1.50, "\xc3\xbc"], "Token": "x" }'
    sent = environment.invoke(event).body
    assert _payloads(environment) == [
        {"event": '{ "a" : [1.50, "ü"], "Token": "***" }', "response": sent.decode().replace('"x"', '"***"')}
    ]
    assert json.loads(sent) == json.loads(event)
    assert environment.log == b""


@pytest.mark.parametrize(
    ("asked", "keys"), [("event", {"event"}), ("response", {"response"}), ("none", set()), (None, set())]
)
def test_only_what_is_asked_for_is_captured(function: Start, asked: str | None, keys: set[str]) -> None:
    environment = function(RETURN_EVENT, {"OTEL_LAMBDA_CAPTURE_PAYLOAD": asked})
    assert environment.invoke({"a": 1}).body == b'{"a": 1}'
    assert [set(each) for each in _payloads(environment)] == [keys]


def test_handler_that_fails_has_no_response(function: Start) -> None:
    environment = function("def handler(event, context): return 1 / 0 if event else {1}", BOTH)
    assert json.loads(environment.invoke([1]).body)["errorType"] == "ZeroDivisionError"
    assert json.loads(environment.invoke([]).body)["errorType"] == "Runtime.MarshalError"
    assert _payloads(environment) == [{"event": "[1]"}, {"event": "[]"}]


def test_event_that_is_no_json_is_captured_as_it_is(function: Start) -> None:
    environment = function(RETURN_EVENT, BOTH)
    assert environment.invoke(b'{"pwd": "s').error
    assert _payloads(environment) == [{"event": '{"pwd": "***"'}]


def test_binary_response_is_a_text_with_replacements(function: Start) -> None:
    environment = function("def handler(event, context): return b'a\\x00\\xff'", BOTH)
    assert environment.invoke().body == b"a\x00\xff"
    assert _payloads(environment) == [{"event": "{}", "response": "a\x00�"}]


def test_marshaller_of_the_function_is_followed(function: Start) -> None:
    environment = function(
        "import json\n"
        "from awslambdaric.lambda_runtime_client import LambdaRuntimeClient\n"
        "class Marshaller:\n"
        "    def unmarshal_request(self, request, content_type): return json.loads(request)['inner']\n"
        "    def marshal_response(self, response): return '<%s>' % response, 'text/xml'\n"
        "LambdaRuntimeClient.marshaller = Marshaller()\n"
        "def handler(event, context): return event\n",
        BOTH,
    )
    assert environment.invoke(b'{"inner":7}').body == b"<7>"
    assert _payloads(environment) == [{"event": '{"inner":7}', "response": "<7>"}]


def test_caller_that_does_not_sample_is_followed(function: Start) -> None:
    environment = function(RETURN_EVENT, BOTH)
    assert json.loads(environment.invoke(TRACE_HEADER_UNSAMPLED).body) == TRACE_HEADER_UNSAMPLED
    assert environment.backend.spans == []
    assert environment.log == b""


def test_event_is_seen_before_a_timeout(function: Start) -> None:
    environment = function("import time\ndef handler(event, context): time.sleep(60)", BOTH)
    environment.init_done.wait(10)
    environment.start({"a": 1}, timeout=1)
    environment.backend.await_spans(1)
    assert _payloads(environment) == [{"event": '{"a": 1}'}]


def test_huge_payloads_are_cut(function: Start) -> None:
    environment = function(RETURN_EVENT, {**BOTH, "OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT": "65536"})
    event = {"token": '"\\' * 1000, "a": "ü" * 2_000_000}
    assert json.loads(environment.invoke(event).body) == event
    (payloads,) = _payloads(environment)
    assert [len(each.encode()) for each in payloads.values()] == [65536, 65536]
    assert [each.startswith('{"token": "***", "a": "') for each in payloads.values()] == [True, True]


def test_bad_values_are_named_and_the_rest_is_used(function: Start) -> None:
    environment = function(
        RETURN_EVENT,
        {
            "OTEL_LAMBDA_CAPTURE_PAYLOAD": "all, event",
            "OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT": "65537",
            "OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT": " , a ,(",
            "OTEL_LAMBDA_QUEUE_SPANS": "yes",
        },
    )
    environment.invoke({"a": 1, "(": 2})
    assert _payloads(environment) == [{"event": '{"a": "***", "(": "***"}'}]
    assert sorted(environment.await_otel_lines(3)) == [
        '[otel] OTEL_LAMBDA_CAPTURE_PAYLOAD=all, event: unknown payload "all"; using event. Known: event, response, none',
        "[otel] OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT=65537: not a whole number from 1 to 65536; using 2048",
        '[otel] OTEL_LAMBDA_QUEUE_SPANS=yes: unknown value "yes"; using false. Known: true, false',
    ]
