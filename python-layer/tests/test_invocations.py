"""The built layer in a process of AWS's runtime."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import install
from environment import LAYER, Environment, attributes
from otel_lambda.function import request

Start = Callable[..., Environment]

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_invocation_is_reported_before_the_response(function: Start) -> None:
    environment = function("def handler(event, context): return 'ok'")
    seen: list[int] = []
    environment.backend.answer = lambda path, body: (seen.append(len(environment.running)), (200, {}, b""))[1]
    invocation = environment.invoke({"headers": {"TraceParent": TRACEPARENT}})
    (span,) = environment.backend.spans
    assert invocation.body == b'"ok"'
    assert span.name == "my-function"
    assert span.trace_id.hex() == TRACEPARENT[3:35]
    assert span.parent_span_id.hex() == TRACEPARENT[36:52]
    assert attributes(span) == {
        "faas.trigger": "other",
        "faas.invocation_id": invocation.id,
        "faas.coldstart": True,
        "aws.lambda.invoked_arn": "arn:aws:lambda:eu-central-1:123456789012:function:my-function:live",
        "cloud.account.id": "123456789012",
        "cloud.resource_id": "arn:aws:lambda:eu-central-1:123456789012:function:my-function:7",
    }
    assert environment.log == b""


def test_second_invocation_is_no_cold_start(function: Start) -> None:
    environment = function("def handler(event, context): return 'ok'")
    environment.invoke()
    environment.invoke()
    assert [attributes(span)["faas.coldstart"] for span in environment.backend.spans] == [True, False]


def test_resource_describes_the_function(function: Start) -> None:
    environment = function(
        "def handler(event, context): return 'ok'", {"OTEL_RESOURCE_ATTRIBUTES": "team=a%20b, x = y ,bad"}
    )
    environment.invoke()
    assert environment.backend.resources[0] == {
        "telemetry.sdk.language": "python",
        "telemetry.sdk.name": "opentelemetry",
        "telemetry.sdk.version": "0.1.0",
        "cloud.provider": "aws",
        "cloud.platform": "aws_lambda",
        "cloud.region": "eu-central-1",
        "faas.name": "my-function",
        "faas.version": "7",
        "faas.instance": "2026/11/28/[7]abc",
        "faas.max_memory": 512 * 1024 * 1024,
        "service.name": "my-function",
        "team": "a b",
        "x": "y",
    }
    assert environment.await_otel_lines() == [
        '[otel] OTEL_RESOURCE_ATTRIBUTES=team=a%20b, x = y ,bad: "bad" is no key=value; it is left out'
    ]


def test_error_is_recorded_and_raised(function: Start) -> None:
    environment = function("def handler(event, context): return 1 / 0")
    invocation = environment.invoke()
    (span,) = environment.backend.spans
    assert invocation.error
    assert json.loads(invocation.body)["errorType"] == "ZeroDivisionError"
    assert span.status.code == 2
    assert attributes(span)["error.type"] == "ZeroDivisionError"
    event = attributes(span.events[0])
    assert event["exception.type"] == "ZeroDivisionError"
    assert event["exception.message"] == "division by zero"
    assert "return 1 / 0" in event["exception.stacktrace"]
    assert "otel" not in event["exception.stacktrace"]


def test_response_that_is_no_json_is_an_error_of_the_runtime(function: Start) -> None:
    environment = function("def handler(event, context): return object()")
    invocation = environment.invoke()
    (span,) = environment.backend.spans
    assert json.loads(invocation.body)["errorType"] == "Runtime.MarshalError"
    assert span.status.code == 2
    assert attributes(span)["error.type"] == "Runtime.MarshalError"


def test_process_that_exits_in_the_handler_has_reported(function: Start) -> None:
    environment = function("import sys\ndef handler(event, context): sys.exit(3)")
    environment.invoke()
    assert environment.await_exit() == 3
    (span,) = environment.backend.await_spans(1)
    assert attributes(span)["error.type"] == "SystemExit"


def test_http_response_sets_the_status(function: Start) -> None:
    environment = function("def handler(event, context): return {'statusCode': 503}")
    environment.invoke(
        {
            "version": "2.0",
            "routeKey": "GET /items/{id}",
            "rawPath": "/items/7",
            "rawQueryString": "token=secret&a=b",
            "headers": {"host": "api.example.com", "x-forwarded-proto": "https", "user-agent": "curl"},
            "requestContext": {"http": {"method": "GET", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}},
        }
    )
    (span,) = environment.backend.spans
    values = attributes(span)
    assert span.name == "GET /items/{id}"
    assert values["http.response.status_code"] == 503
    assert values["error.type"] == "503"
    assert values["url.query"] == "token=REDACTED&a=b"
    assert values["client.address"] == "192.0.2.1"
    assert span.status.code == 2


def test_endpoint_that_is_nearly_good_is_used(function: Start) -> None:
    environment = function("def handler(event, context): return 'ok'")
    variables = {"OTEL_EXPORTER_OTLP_ENDPOINT": environment.address + "?key=secret"}
    other = function("def handler(event, context): return 'ok'", variables)
    assert other.invoke().body == b'"ok"'
    assert len(environment.backend.spans) == 1
    assert other.await_otel_lines() == [
        f"[otel] OTEL_EXPORTER_OTLP_ENDPOINT={environment.address}?…: the URL has no scheme;"
        f" using http://{environment.address}"
    ]


@pytest.mark.parametrize("policy", ["after-response", "adaptive"])
def test_policy_after_the_response_does_not_hold_it(function: Start, policy: str) -> None:
    environment = function("def handler(event, context): return 'ok'", {"OTEL_LAMBDA_FLUSH": policy})
    posted: list[bool] = []

    def answer(path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        posted.append(all(each.done.wait(5) for each in environment.running.values()))
        return 200, {}, b""

    environment.backend.answer = answer
    for count in range(1, 4):
        assert environment.invoke().body == b'"ok"'
        assert len(environment.backend.await_spans(count)) == count
        assert environment.extension_waits.wait(5)
    assert posted == [True] * 3
    assert environment.extensions == ["otel-python"]


def test_unreachable_backend_costs_no_response(function: Start) -> None:
    environment = function(
        "def handler(event, context): return 'ok'", {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}
    )
    assert [environment.invoke().body for _ in range(5)] == [b'"ok"'] * 5
    (line,) = environment.await_otel_lines()
    assert line.startswith(
        "[otel] the backend at 127.0.0.1 is not reached, telemetry is kept to be sent later: Conn"
    )


def test_refused_telemetry_is_kept_until_the_backend_takes_it(function: Start) -> None:
    environment = function("def handler(event, context): return 'ok'")
    environment.backend.answer = lambda path, body: (503, {}, b"")
    environment.invoke()
    environment.backend.answer = None
    for _ in range(200):
        environment.invoke()
        if len(environment.backend.spans) > 1:
            break
        environment.init_done.wait(0.02)
        environment.process.poll()
        environment.backend.await_spans(2, 0.02)
    ids = [attributes(span)["faas.invocation_id"] for span in environment.backend.spans]
    assert len(ids) == len(set(ids)) == len(environment.running)


def test_open_spans_are_sent_before_a_timeout(function: Start) -> None:
    environment = function("import time\ndef handler(event, context): time.sleep(60)")
    environment.init_done.wait(10)
    environment.start(timeout=1)
    (span,) = environment.backend.await_spans(1)
    values = attributes(span)
    assert values["otel.lambda.unfinished"] is True
    assert values["error.type"] == "timeout"
    assert span.status.code == 2


def broken(layer: Path, part: str) -> Path:
    """Returns a copy of the layer whose part is cut off, or missing."""
    shutil.copytree(LAYER, layer)
    for file in (layer / "otel-python").glob(part):
        file.write_bytes(file.read_bytes()[:1000])
    return layer


@pytest.mark.parametrize("part", ["modules.pack", "*.index"])
@pytest.mark.parametrize("is_image", [False, True], ids=["wrapper", "image"])
def test_function_runs_without_a_layer_that_is_broken(
    function: Start, python: str, tmp_path: Path, part: str, is_image: bool
) -> None:
    layer = broken(tmp_path / "layer", part)
    code = "import sys\ndef handler(event, context): return sys.argv[-1]"
    if is_image:
        variables = {
            "PYTHONPATH": f"{layer}/otel-python/handler:{tmp_path}/task0",
            "OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER": "app.handler",
        }
        command = [python, "-m", "awslambdaric", "otel_handler.handler"]
        environment = function(code, variables, layer=None, command=command)
    else:
        command = [python, "-u", "-m", "awslambdaric", "app.handler"]
        environment = function(code, layer=layer, command=command)
    assert environment.invoke().body == f'"{command[-1]}"'.encode()
    (line,) = environment.await_otel_lines()
    assert line.startswith("[otel] the function runs without this layer: ")
    assert environment.backend.spans == []


def test_function_that_has_all_threads_is_not_held_up_and_reports_later(function: Start) -> None:
    code = (
        "import _thread\n"
        "def handler(event, context):\n"
        "    _thread.stack_size(1 << 46 if event['full'] else 0)\n"
        "    try: _thread.start_new_thread(int, ()); return 'started'\n"
        "    except RuntimeError: return 'full'\n"
    )
    environment = function(code)
    assert [environment.invoke({"full": full}).body for full in (True, True, False, False)] == [
        *[b'"full"'] * 2,
        *[b'"started"'] * 2,
    ]
    assert len(environment.backend.await_spans(4)) == 4
    assert environment.await_otel_lines() == [
        "[otel] telemetry is kept until a thread can be started: RuntimeError: can't start new thread"
    ]


def test_time_that_is_left_does_not_follow_a_clock_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    left = request.Request("id", None, (time.time() + 10) * 1000, None, None)
    monkeypatch.setattr(request, "time", lambda: 1e12)
    assert 0 < left.remaining() <= 10


def test_forked_child_reports_its_own_spans(function: Start, python: str) -> None:
    environment = function(
        "import os, sys\n"
        "sys.path.insert(0, os.environ['PACKAGES'])\n"
        "def handler(event, context):\n"
        "    if os.fork() == 0:\n"
        "        import urllib3\n"
        "        urllib3.PoolManager().request('GET', 'http://' + os.environ['AWS_LAMBDA_RUNTIME_API'] + '/x')\n"
        "        os._exit(0)\n"
        "    return os.wait()[1]\n",
        {"PACKAGES": install(python, "urllib3==1.26.20")},
    )
    assert environment.invoke().body == b"0"
    spans = environment.backend.await_spans(2)
    assert sorted(span.name for span in spans) == ["GET", "my-function"]
    child, parent = sorted(spans, key=lambda span: span.name)
    assert child.parent_span_id == parent.span_id


def test_metrics_go_with_the_spans_where_they_are_switched_on(function: Start) -> None:
    environment = function(
        "def handler(event, context): return 1 / event['n']", {"OTEL_METRICS_EXPORTER": "otlp"}
    )
    environment.invoke({"n": 1})
    environment.invoke({"n": 0})
    metrics = {}
    for metric in environment.backend.metrics:
        data = metric.sum if metric.HasField("sum") else metric.histogram
        assert data.aggregation_temporality == 1
        points = data.data_points
        assert attributes(points[0]) == {"faas.trigger": "other"}
        metrics.setdefault(metric.name, []).append((metric.unit, points[0]))
    assert {name: len(points) for name, points in metrics.items()} == {
        "faas.invoke_duration": 2,
        "faas.init_duration": 1,
        "faas.cpu_usage": 2,
        "faas.mem_usage": 2,
        "faas.coldstarts": 1,
        "faas.invocations": 1,
        "faas.errors": 1,
    }
    unit, memory = metrics["faas.mem_usage"][0]
    assert (unit, memory.count, sum(memory.bucket_counts)) == ("By", 1, 1)
    assert memory.sum == memory.min == memory.max > 1e6
    assert metrics["faas.invocations"][0][1].as_int == 1


def test_log_records_go_with_the_spans_where_they_are_switched_on(function: Start) -> None:
    environment = function(
        "import logging\n"
        "logging.getLogger('at.init').warning('early')\n"
        "def handler(event, context):\n"
        "    logging.info('below the level')\n"
        "    try: 1 / 0\n"
        "    except Exception: logging.getLogger('a.b').exception('failed %s', 1, extra={'order': 7})\n",
        {"OTEL_LOGS_EXPORTER": "otlp"},
    )
    environment.invoke()
    early, failed = environment.backend.logs
    (span,) = environment.backend.spans
    assert (early.body.string_value, early.severity_number, early.severity_text) == ("early", 13, "WARN")
    assert early.trace_id == b""
    assert (failed.body.string_value, failed.severity_number, failed.severity_text) == (
        "failed 1",
        17,
        "ERROR",
    )
    assert (failed.trace_id, failed.span_id) == (span.trace_id, span.span_id)
    values = attributes(failed)
    assert values["order"] == 7
    assert values["exception.type"] == "ZeroDivisionError"
    assert values["code.function.name"] == "handler"
    assert "aws_request_id" not in values


def test_copies_of_a_snapshot_are_told_apart(function: Start) -> None:
    environment = function(
        "import os\n"
        "from snapshot_restore_py import register_before_snapshot, register_after_restore\n"
        "calls = []\n"
        "register_before_snapshot(calls.append, 'before')\n"
        "register_after_restore(lambda: os.environ.update(AWS_LAMBDA_LOG_STREAM_NAME='restored'))\n"
        "def handler(event, context): return calls\n",
        {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"},
    )
    invocation = environment.invoke()
    assert invocation.body == b'["before"]'
    (span,) = environment.backend.spans
    assert [event.name for event in span.events] == ["otel.lambda.restored"]
    assert attributes(span)["faas.coldstart"] is True


def test_managed_instances_report_at_intervals_from_each_worker(function: Start) -> None:
    environment = function(
        "import os\ndef handler(event, context): return os.getpid()",
        {
            "AWS_LAMBDA_MAX_CONCURRENCY": "2",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "lambda-managed-instances",
            "OTEL_BSP_SCHEDULE_DELAY": "100",
            "OTEL_LAMBDA_FLUSH": "after-response",
        },
    )
    bodies = {environment.invoke().body for _ in range(4)}
    spans = environment.backend.await_spans(4)
    assert len(spans) == 4
    assert environment.extensions == []
    assert len({span.trace_id for span in spans}) == 4
    assert sum(attributes(span)["faas.coldstart"] for span in spans) == len(bodies)


def test_layer_in_the_handler_s_place_traces_the_handler(function: Start, python: str) -> None:
    environment = function(
        "def handler(event, context): return 1 / event['n']",
        {
            "PYTHONPATH": str(LAYER / "otel-python" / "handler"),
            "OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER": "app.handler",
        },
        layer=None,
        command=[python, "-m", "awslambdaric", "otel_handler.handler"],
    )
    assert environment.invoke({"n": 1}).body == b"1.0"
    failed = json.loads(environment.invoke({"n": 0}).body)
    assert failed["errorType"] == "ZeroDivisionError"
    assert len(failed["stackTrace"]) == 1
    assert [span.status.code for span in environment.backend.spans] == [0, 2]


def test_sources_are_the_fallback_for_a_python_without_a_pack(function: Start, tmp_path: Path) -> None:
    layer = tmp_path / "layer"
    shutil.copytree(LAYER, layer, ignore=shutil.ignore_patterns("cpython-*"))
    environment = function("def handler(event, context): return 'ok'", layer=layer)
    assert environment.invoke().body == b'"ok"'
    assert len(environment.backend.spans) == 1
    assert environment.log == b""


def test_pack_of_another_python_is_left_alone(function: Start, tmp_path: Path) -> None:
    layer = tmp_path / "layer"
    shutil.copytree(LAYER, layer)
    for index in layer.rglob("cpython-*"):
        index.write_bytes(b"\0" + index.read_bytes()[1:])
    environment = function("def handler(event, context): return 'ok'", layer=layer)
    assert environment.invoke().body == b'"ok"'
    assert len(environment.backend.spans) == 1


def test_sigterm_sends_what_adaptive_holds(function: Start) -> None:
    environment = function(
        "import signal\ndef handler(event, context): return repr(signal.getsignal(signal.SIGTERM))",
        {"OTEL_LAMBDA_FLUSH": "adaptive", "OTEL_LAMBDA_FLUSH_INTERVAL": "600000"},
    )
    for _ in range(10):
        assert "SIG_DFL" in environment.invoke().body.decode()
        assert environment.extension_waits.wait(5)
    assert len(environment.backend.spans) < 10
    environment.process.terminate()
    assert environment.await_exit() == -15
    assert len(environment.backend.spans) == 10


def test_child_of_a_function_dies_by_sigterm(function: Start) -> None:
    environment = function(
        "import os, signal, time\n"
        "def handler(event, context):\n"
        "    child = os.fork()\n"
        "    if child == 0:\n"
        "        time.sleep(30); os._exit(0)\n"
        "    os.kill(child, signal.SIGTERM)\n"
        "    return os.waitpid(child, 0)[1]\n",
        {"OTEL_LAMBDA_FLUSH": "adaptive"},
    )
    assert environment.invoke().body == b"15"


def test_worker_of_a_managed_instance_that_exits_has_reported(function: Start) -> None:
    environment = function(
        "import sys\ndef handler(event, context): sys.exit(3)",
        {"AWS_LAMBDA_MAX_CONCURRENCY": "1", "AWS_LAMBDA_INITIALIZATION_TYPE": "lambda-managed-instances"},
    )
    environment.start()
    (span,) = environment.backend.await_spans(1)
    assert attributes(span)["error.type"] == "SystemExit"


def test_configuration_that_the_layer_does_not_read_is_named_and_the_function_is_traced(
    function: Start,
) -> None:
    code = "def handler(event, context): return 1"
    variables = {
        "OTEL_CONFIG_FILE": "otel.yaml",
        "OTEL_PYTHON_DISTRO": "aws_distro",
        "OTEL_PYTHON_CONFIGURATOR": "aws_configurator",
    }
    environment = function(code, variables)
    assert environment.invoke().body == b"1"
    assert len(environment.backend.spans) == 1
    assert environment.await_otel_lines(3) == [
        "[otel] OTEL_PYTHON_DISTRO=aws_distro: LookupError: the function's packages lack it; the layer's own is used",
        "[otel] OTEL_CONFIG_FILE=otel.yaml: no such file; the variables are used",
        "[otel] OTEL_PYTHON_CONFIGURATOR=aws_configurator: LookupError: the function's packages lack it; the layer's own is used",
    ]


def test_function_that_replaces_json_is_told_of_by_the_extension(function: Start) -> None:
    code = "import json\njson.loads = json.dumps = None\ndef handler(event, context): return 'ok'"
    environment = function(code, {"OTEL_LAMBDA_FLUSH": "after-response"})
    for count in (1, 2):
        assert environment.invoke().body == b'"ok"'
        assert len(environment.backend.await_spans(count)) == count
        assert environment.extension_waits.wait(5)
    assert environment.log == b""
