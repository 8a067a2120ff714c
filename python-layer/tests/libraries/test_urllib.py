from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conftest import install, versions
from environment import Environment
from reference import described, invoked_as_bare, reference, without

Start = Callable[..., Environment]

URLLIB = """
import os, urllib.error, urllib.request

BASE = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]

def handler(event, context):
    answers = [urllib.request.urlopen(urllib.request.Request(BASE + "/v1/none?a=1", b"{}")).status]
    try:
        urllib.request.urlopen(BASE + "/missing")
    except urllib.error.HTTPError as error:
        answers.append(error.code)
    try:
        urllib.request.urlopen("http://127.0.0.1:1/nobody")
    except urllib.error.URLError as error:
        answers.append(str(error))
    return answers
"""

URLLIB3 = """
import os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import urllib3

BASE = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]

def handler(event, context):
    pool = urllib3.PoolManager(retries=False)
    answers = [pool.request("POST", BASE + "/v1/none?a=1", body=b"{}").status]
    answers.append(pool.request("GET", BASE + "/missing").status)
    try:
        pool.request("GET", "http://127.0.0.1:1/nobody")
    except urllib3.exceptions.NewConnectionError as error:
        answers.append(type(error).__name__)
    return answers
"""

OWN = ("server.address", "server.port", "network.protocol.version", "error.type")
"""What the conventions have and the reference lacks; and error types, which have no module there."""


def test_calls_of_urllib_have_the_spans_of_the_reference(function: Start) -> None:
    environment, _, invocation = invoked_as_bare(function, URLLIB, {})
    spans = described(environment.backend.spans)
    server = {"AWS_LAMBDA_RUNTIME_API": environment.address}
    answer, expected = reference(URLLIB, [], "urllib", "URLLibInstrumentor", server)
    assert json.loads(invocation.body) == answer
    assert without(spans, *OWN) == without(expected, *OWN)


@pytest.mark.parametrize("version", versions("urllib3", oldest=True))
def test_calls_of_urllib3_have_the_spans_of_the_reference(function: Start, python: str, version: str) -> None:
    library = [f"urllib3=={version}"]
    environment, _, invocation = invoked_as_bare(function, URLLIB3, {"PACKAGES": install(python, *library)})
    spans = described(environment.backend.spans)
    server = {"AWS_LAMBDA_RUNTIME_API": environment.address}
    answer, expected = reference(URLLIB3, library, "urllib3", "URLLib3Instrumentor", server)
    assert json.loads(invocation.body) == answer
    assert without(spans, *OWN) == without(expected, *OWN)
