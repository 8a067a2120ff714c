"""A function's own modules with names of Python's library are its own, and the layer does without them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from environment import Environment
from test_backends import tunnels
from test_sigv4 import credentials, to_aws

__all__ = ["credentials", "tunnels"]

Start = Callable[..., Environment]

LOADED = "import os\nos.write(1, b'loaded: %s\\n' % __name__.encode())\n"

NAMES = """
import sys
loaded = sorted(sys.modules)
def handler(event, context): return loaded + sorted(sys.modules)
"""

PUBLIC = """
import os, pkgutil
home = os.path.dirname(os.__file__)
print(*(each.name for each in pkgutil.iter_modules([home, home + "/lib-dynload"]) if each.name[0] != "_"))
"""


@pytest.fixture
def own_modules(function: Start, python: str, tmp_path: Path) -> Path:
    """A folder with a module of each public name in the library that the bare function does not load.

    Each says that it is loaded, and has nothing in it.
    """
    known = set(json.loads(function(NAMES, layer=None).invoke().body))
    names = subprocess.run([python, "-c", PUBLIC], capture_output=True, text=True, check=True).stdout.split()
    folder = tmp_path / "own"
    folder.mkdir()
    for name in set(names) - known:
        (folder / f"{name}.py").write_text(LOADED)
    return folder


SETTINGS = {
    "as it is": {},
    "after the response": {"OTEL_LAMBDA_FLUSH": "after-response"},
    "adaptive": {"OTEL_LAMBDA_FLUSH": "adaptive"},
    "all signals": {
        **{f"OTEL_{signal}_EXPORTER": "otlp" for signal in ("METRICS", "LOGS")},
        "OTEL_PROPAGATORS": "tracecontext,baggage,xray,xray-lambda,b3,b3multi,jaeger,ottrace",
        "OTEL_LAMBDA_CAPTURE_PAYLOAD": "event,response",
        "OTEL_LAMBDA_QUEUE_SPANS": "true",
        "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
    },
    "console": {f"OTEL_{signal}_EXPORTER": "otlp,console" for signal in ("TRACES", "METRICS", "LOGS")},
}

CODE = "import logging\ndef handler(event, context): logging.warning('a line')"


@pytest.mark.parametrize("settings", SETTINGS)
def test_own_modules_are_not_loaded(function: Start, settings: str, own_modules: Path) -> None:
    environment = function(CODE, {**SETTINGS[settings], "PYTHONPATH": str(own_modules)})
    event = {"Records": [{"eventSource": "aws:sqs", "body": "x", "attributes": {"SentTimestamp": "1"}}]}
    for _ in range(2):
        assert environment.invoke(event).body == b"null"
    assert environment.backend.await_spans(2)
    environment.stop()
    assert b"loaded: " not in environment.log


def test_https_by_a_proxy_with_signatures_needs_no_module_of_the_function(
    function: Start, tunnels: Callable[..., Any], own_modules: Path, credentials: str, tmp_path: Path
) -> None:
    variables = {
        "PYTHONPATH": str(own_modules),
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": credentials,
        "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
    }
    environment = to_aws(function, tunnels, tmp_path, variables)
    assert len(environment.backend.spans) == 1
    environment.stop()
    assert environment.log == b""


def test_delay_until_a_date_and_a_password_need_no_module_of_the_function(
    function: Start, own_modules: Path
) -> None:
    environment = function(CODE, {"PYTHONPATH": str(own_modules)})
    environment.backend.answer = lambda *_: (429, {"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, b"")
    assert environment.invoke().body == b"null"
    (line,) = environment.await_otel_lines()
    assert "takes nothing for now: the backend answered 429" in line
    environment.backend.answer = None
    endpoint = f"http://user:password@{environment.address}"
    other = function(CODE, {"PYTHONPATH": str(own_modules), "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint})
    assert other.invoke().body == b"null"
    assert environment.backend.requests[0][1]["authorization"] == "Basic dXNlcjpwYXNzd29yZA=="
    for each in (environment, other):
        each.stop()
        assert b"loaded: " not in each.log


IMPORTS = """
names = ["ssl", "socket", "selectors", "base64", "struct", "zlib", "select"]
def load():
    return [sorted(n for n in vars(__import__(name)) if n[:2] != "__") for name in names]
early = load() if EARLY else []
count = 0
def handler(event, context):
    global count
    count += 1
    return [early, load() if count == 2 else []]
"""


@pytest.mark.parametrize("early", [True, False])
def test_own_modules_stay_the_function_s_beside_https(
    function: Start, tunnels: Callable[..., Any], own_modules: Path, early: bool, tmp_path: Path
) -> None:
    code = f"EARLY = {early}\n{IMPORTS}"
    variables = {
        "PYTHONPATH": str(own_modules),
        "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }
    bare = function(code, variables, layer=None)
    bare.invoke()
    layer = to_aws(function, tunnels, tmp_path, variables, code)
    for environment in (bare, layer):
        last = environment.invoke()
        environment.stop()
        assert json.loads(last.body) == [[["os"]] * 7 if early else [], [["os"]] * 7]
    assert layer.log == bare.log
