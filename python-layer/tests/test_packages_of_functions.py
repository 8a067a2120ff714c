"""Old releases of packages that the layer could be thought to need: the function gets its own."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conftest import VERSIONS, install, version_of
from environment import Environment

Start = Callable[..., Environment]

CODE = """
import os, sys
sys.path.insert(0, os.environ["PACKAGES"])
import urllib.error, urllib.request
from importlib.metadata import version

BASE = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]

def get():
    try:
        urllib.request.urlopen(BASE + "/missing")
    except urllib.error.HTTPError as error:
        return error.code

%s

def handler(event, context):
    name = os.environ["PACKAGE"]
    return [version(name), module.__file__.startswith(os.environ["PACKAGES"]), use()]
"""

OWN_SPAN = """
def use():
    with trace.get_tracer("own").start_as_current_span("own") as span:
        return [get(), type(span.get_span_context()).__name__]
"""

USES = {
    "typing_extensions==4.0.0": """
import typing_extensions as module

class Order(module.TypedDict):
    number: module.Required[int]

def use():
    return [get(), sorted(module.get_type_hints(Order)), hasattr(module, "override")]
""",
    "protobuf==3.20.3": """
import google.protobuf as module
from google.protobuf import struct_pb2

def use():
    struct = struct_pb2.Struct()
    struct["status"] = get()
    return [module.__version__, struct.SerializeToString().hex()]
""",
    "opentelemetry-api==1.15.0": "import opentelemetry.trace as module\ntrace = module\n" + OWN_SPAN,
    "opentelemetry-sdk==1.20.0": """
import opentelemetry.sdk.trace as module
from opentelemetry import trace
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

exporter = InMemorySpanExporter()
trace.set_tracer_provider(module.TracerProvider())
trace.get_tracer_provider().add_span_processor(SimpleSpanProcessor(exporter))

def use():
    with trace.get_tracer("own").start_as_current_span("own"):
        status = get()
    return [status, [span.name for span in exporter.get_finished_spans()]]
""",
    "urllib3==1.26.0": "import urllib3 as module\n",
    "urllib3==1.26.20": "import urllib3 as module\n",
    "wrapt==1.10.11": """
import wrapt as module

@module.decorator
def twice(wrapped, instance, arguments, named):
    return [wrapped(*arguments, **named), wrapped.__name__]

@twice
def use():
    return get()
""",
}

URLLIB3 = """
def use():
    return [module.__version__, module.PoolManager().request("GET", BASE + "/missing").status]
"""

TOO_OLD = {
    "urllib3==1.26.0": ("3.12", "its six has a finder of the kind that Python 3.12 has no more"),
    "wrapt==1.10.11": ("3.11", "it imports inspect.formatargspec, which Python 3.11 has no more"),
}
"""The first Python that cannot import a release, with or without a layer."""


@pytest.mark.parametrize("requirement", USES)
def test_package_of_the_function_is_its_own_and_is_traced(
    function: Start, python: str, requirement: str
) -> None:
    first, reason = TOO_OLD.get(requirement, ("4", ""))
    if _numbers(version_of(python)) >= _numbers(first):
        pytest.skip(f"{requirement} on Python {version_of(python)}: {reason}")
    name, _, version = requirement.partition("==")
    # what the oldest of OpenTelemetry ask for is in setuptools
    more = ["setuptools<81"] if name.startswith("opentelemetry") else []
    code = CODE % (USES[requirement] + (URLLIB3 if name == "urllib3" else ""))
    variables = {"PACKAGES": install(python, requirement, *more), "PACKAGE": name}
    environment = function(code, variables)
    bare = function(code, variables, layer=None)
    invocation = environment.invoke()
    assert not invocation.error, invocation.body
    assert invocation.body == bare.invoke().body
    assert json.loads(invocation.body)[:2] == [version, True]
    *calls, invoked = environment.backend.spans
    # a span of the function's own SDK goes where that sends it, and is the parent of the call
    own = ["own"] if name == "opentelemetry-api" else []
    assert [span.name for span in calls] == ["GET", *own]
    above = {span.span_id for span in (*calls, invoked)}
    assert (calls[0].parent_span_id in above) is (name != "opentelemetry-sdk")
    assert {span.trace_id for span in calls} == {invoked.trace_id}
    assert environment.log == bare.log


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


GREEN = """
import warnings
warnings.simplefilter("ignore")
%s
import os, threading, urllib.error, urllib.request

def handler(event, context):
    taken = []
    thread = threading.Thread(target=taken.append, args=(1,))
    thread.start()
    thread.join()
    try:
        urllib.request.urlopen("http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/missing")
    except urllib.error.HTTPError as error:
        return taken + [error.code]
"""

MONKEYS = {
    "gevent": "from gevent import monkey; monkey.patch_all()",
    "eventlet": "import eventlet; eventlet.monkey_patch()",
}


@pytest.mark.parametrize("policy", ["before-response", "after-response"])
@pytest.mark.parametrize("package", MONKEYS)
def test_function_whose_threads_are_green_is_traced(
    function: Start, python: str, package: str, policy: str
) -> None:
    variables = {
        "PYTHONPATH": install(python, f"{package}=={VERSIONS[package][-1]}"),
        "OTEL_LAMBDA_FLUSH": policy,
    }
    code = GREEN % MONKEYS[package]
    bare = function(code, variables, layer=None)
    environment = function(code, variables)
    for count in (2, 4):
        assert environment.invoke().body == bare.invoke().body == b"[1, 404]"
        assert len(environment.backend.await_spans(count)) == count
        assert policy == "before-response" or environment.extension_waits.wait(5)
    assert environment.log == bare.log
