"""Calls by libraries, as the function makes them."""

from __future__ import annotations

import json
from collections.abc import Callable

from environment import Environment, attributes

Start = Callable[..., Environment]

URLLIB = """
import os, urllib.error, urllib.request

BASE = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]

def handler(event, context):
    request = urllib.request.Request(BASE + "/v1/none?token=x", b"{}", {"own": "header"})
    answers = [urllib.request.urlopen(request).status, request.headers, sorted(request.unredirected_hdrs)]
    try:
        urllib.request.urlopen(BASE + "/missing")
    except urllib.error.HTTPError as error:
        answers.append([error.code, error.read().decode()])
    try:
        urllib.request.urlopen("http://127.0.0.1:1/nobody")
    except urllib.error.URLError as error:
        answers.append(str(error))
    with urllib.request.urlopen("data:text/plain,abc") as response:
        answers.append(response.read().decode())
    return answers
"""


def test_urllib_is_traced_and_answers_the_same(function: Start) -> None:
    bare = function(URLLIB, layer=None)
    environment = function(URLLIB)
    expected = bare.invoke().body
    assert environment.invoke().body == expected
    assert json.loads(expected)[4] == "<urlopen error [Errno 111] Connection refused>"
    spans = environment.backend.spans
    assert [span.name for span in spans] == ["POST", "GET", "GET", "my-function"]
    posted, missing, refused, invocation = spans
    host, _, port = environment.address.partition(":")
    assert attributes(posted) == {
        "http.request.method": "POST",
        "url.full": f"http://{environment.address}/v1/none?token=REDACTED",
        "server.address": host,
        "server.port": int(port),
        "http.response.status_code": 200,
        "network.protocol.version": "1.1",
    }
    assert {span.parent_span_id for span in spans[:3]} == {invocation.span_id}
    assert (missing.status.code, attributes(missing)["error.type"], len(missing.events)) == (2, "404", 0)
    assert attributes(refused)["error.type"] == "urllib.error.URLError"
    headers = next(
        headers for path, headers, _ in environment.backend.requests if path.startswith("/v1/none")
    )
    assert headers["traceparent"] == f"00-{posted.trace_id.hex()}-{posted.span_id.hex()}-01"


def test_library_that_is_switched_off_is_left_alone(function: Start) -> None:
    environment = function(URLLIB, {"OTEL_PYTHON_DISABLED_INSTRUMENTATIONS": "urllib"})
    environment.invoke()
    assert [span.name for span in environment.backend.spans] == ["my-function"]
