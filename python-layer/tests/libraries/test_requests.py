from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conftest import VERSIONS, install, versions
from environment import Environment
from reference import described, invoked_as_bare, reference, without

Start = Callable[..., Environment]

CODE = """
import os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
import requests

BASE = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]

def handler(event, context):
    with requests.Session() as session:
        response = session.post(BASE + "/v1/none", params={"a": "1"}, data=b"{}", headers={"own": "header"})
        answers = [response.status_code, response.request.headers["own"], session.get(BASE + "/missing").status_code]
    try:
        requests.get("http://127.0.0.1:1/nobody")
    except requests.ConnectionError as error:
        answers.append(type(error).__name__)
    return answers
"""


# each requests by a urllib3 of its time, and the newest by both
@pytest.mark.parametrize("urllib3", ["urllib3<2", "urllib3>=2"])
@pytest.mark.parametrize("version", versions("requests"))
def test_requests_have_the_spans_of_the_reference_by_urllib3(
    function: Start, python: str, version: str, urllib3: str
) -> None:
    if urllib3 == "urllib3>=2" and version == VERSIONS["requests"][0]:
        pytest.skip("requests before 2.30 do not take urllib3 2")
    library = [f"requests=={version}", urllib3]
    variables = {"PACKAGES": install(python, *library)}
    environment, _, invocation = invoked_as_bare(function, CODE, variables)
    calls = environment.backend.spans[:-1]
    server = {"AWS_LAMBDA_RUNTIME_API": environment.address}
    answer, expected = reference(CODE, library, "requests", "RequestsInstrumentor", server)
    assert json.loads(invocation.body) == answer
    # it takes the server's name for the peer's address, the user agent is opt-in, the errors are urllib3's
    own = ("network.peer.address", "network.peer.port", "user_agent.original", "error.type")
    assert without(described(calls), *own) == without(expected, *own)
