"""What a function sees of its process is the same with the layer as without."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from environment import Environment
from layer import SOURCE_ONLY

Start = Callable[..., Environment]

LOOK = """
import gc, inspect, logging, os, signal, sys, threading, warnings
import builtins

def look():
    main = sys.modules["__main__"]
    return {
        "path": sys.path,
        "argv": sys.argv,
        "orig_argv": getattr(sys, "orig_argv", None),
        "flags": repr(sys.flags),
        "executable": sys.executable,
        "environment": {k: v for k, v in os.environ.items() if k not in CHANGING},
        "main": {k: repr(v) for k, v in vars(main).items() if k != "__builtins__" and "object at" not in repr(v)},
        "main names": sorted(vars(main)),
        "main loader": [type(main.__loader__).__name__, main.__loader__.path],
        "builtins": sorted(vars(builtins)),
        "import": repr(builtins.__import__),
        "signals": {int(s): repr(signal.getsignal(s)) for s in signal.valid_signals()},
        "mask": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
        "wakeup": signal.set_wakeup_fd(-1),
        "warnings": repr(warnings.filters),
        "showwarning": repr(warnings.showwarning)[:20],
        "excepthook": sys.excepthook is sys.__excepthook__,
        "threading excepthook": threading.excepthook.__module__,
        "log level": logging.root.level,
        "log handlers": [[type(h).__name__, h.level, [type(f).__name__ for f in h.filters]] for h in logging.root.handlers],
        "loggers": sorted(logging.root.manager.loggerDict),
        "record factory": repr(logging.getLogRecordFactory()),
        "logging class": repr(logging.getLoggerClass()),
        "gc": [gc.isenabled(), gc.get_threshold(), gc.get_freeze_count() > FROZEN, len(gc.callbacks)],
        "threads": [t.name for t in threading.enumerate() if "ThreadPool" not in t.name],
        "recursion": 0,
        "trace": [sys.gettrace() is None, sys.getprofile() is None],
        "stdout": [type(sys.stdout).__name__, type(sys.stderr).__name__],
        "directory": os.getcwd(),
        "files": sorted(set(os.readlink("/proc/self/fd/" + fd).split(":")[0] for fd in os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd/" + fd))),
        "locale": os.environ.get("LC_CTYPE"),
        "frames": "/".join(f.function for f in inspect.stack()).partition("/main/")[0],
        "modules": sorted(set(sys.modules) - KNOWN),
        "path hooks": len(sys.path_hooks),
    }

CHANGING = {"AWS_LAMBDA_RUNTIME_API", "OTEL_EXPORTER_OTLP_ENDPOINT", "LAMBDA_TASK_ROOT", "_HANDLER", "PYTHONPATH", "PWD"}
# built-in modules that the layer needs, too; none is the function's
# Python 3.12 has itself frozen some 400 objects, which the layer unfreezes
FROZEN = 500
KNOWN = {"faulthandler", "_contextvars", "_socket", "gc", "contextvars"}
AT_INIT = look()
def handler(event, context):
    return [AT_INIT, look()]
"""


def _looked(start: Start, environment: dict[str, str], **options: Any) -> Any:
    running = start(LOOK, environment, **options)
    invocation = running.invoke()
    text = invocation.body.decode().replace(str(running.task), "/var/task")
    assert not invocation.error and text, running.log.decode()
    seen = json.loads(text)
    for each in seen:
        # a file of the interpreter's own, and a socket by its kind
        each["files"] = [file for file in each["files"] if not file.startswith("/tmp/pytest")]
    # while the module is loaded, the collector is held back
    seen[0].pop("gc")
    return seen


@pytest.mark.parametrize("policy", ["before-response", "after-response", "adaptive"])
def test_process_looks_as_without_the_layer(function: Start, policy: str) -> None:
    variables = {"OTEL_LAMBDA_FLUSH": policy}
    bare, layer = _looked(function, variables, layer=None), _looked(function, variables)
    for phase in (0, 1):
        for key in bare[phase]:
            if key == "files":
                # the connection to the backend is a socket
                assert set(layer[phase][key]) - {"socket"} == set(bare[phase][key]) - {"socket"}
            else:
                assert layer[phase][key] == bare[phase][key], (phase, key)


@pytest.mark.parametrize("variables", [{"PYTHONPATH": "/var/own"}, {"PYTHONSAFEPATH": "1"}])
def test_path_is_as_without_the_layer(function: Start, variables: dict[str, str]) -> None:
    code = "import sys\ndef handler(event, context): return sys.path"
    paths = []
    for layer in ({"layer": None}, {}):
        environment = function(code, variables, **layer)
        environment.init_done.wait(10)
        paths.append(environment.invoke().body.replace(str(environment.task).encode(), b"/var/task"))
    assert paths[0] == paths[1]


def test_module_start_is_as_without_the_layer(function: Start, python: str) -> None:
    code = "import sys\ndef handler(event, context): return [sys.argv[1:], sys.path, sys.modules['__main__'].__name__]"
    command = [python, "-u", "-X", "dev", "-m", "awslambdaric", "app.handler"]
    bodies = []
    for layer in ({"layer": None}, {}):
        environment = function(code, None, command=command, **layer)
        invocation = environment.invoke()
        bodies.append(invocation.body.replace(str(environment.task).encode(), b"/var/task"))
    assert bodies[0] == bodies[1]
    assert len(environment.backend.spans) == 1


def test_uncaught_error_is_printed_as_without_the_layer(function: Start, tmp_path: Any, python: str) -> None:
    script = tmp_path / "script.py"
    script.write_text("import sys\ndef f(): raise ValueError(sys.argv)\nf()\n")
    logs = []
    for layer in ({"layer": None}, {}):
        environment = function("", None, command=[python, str(script), "x"], **layer)
        assert environment.await_exit() == 1
        logs.append(environment.log)
    assert logs[0] == logs[1]


def test_other_command_is_run_as_it_is(function: Start) -> None:
    environment = function("", None, command=["/bin/echo", "a  b", "c"])
    assert environment.await_exit() == 0
    assert environment.log.decode().splitlines() == [
        "[otel] not the command line of a Python runtime: the function runs without this layer",
        "a  b c",
    ]


def test_collector_is_held_back_during_init_only(function: Start) -> None:
    code = (
        "import gc\n"
        "def garbage():\n"
        "    for _ in range(200000):\n"
        "        a = []; a.append(a)\n"
        "garbage()\n"
        "runs = sum(s['collections'] for s in gc.get_stats())\n"
        "def handler(event, context):\n"
        "    return [runs, gc.get_threshold(), gc.get_freeze_count() > 500, gc.collect() >= 0]\n"
    )
    bare = json.loads(function(code, layer=None).invoke().body)
    layer = json.loads(function(code).invoke().body)
    assert layer[0] < bare[0] / 4
    assert layer[1:] == bare[1:]


def test_what_the_init_has_made_is_not_collected_at_its_end(function: Start) -> None:
    code = (
        "import gc\n"
        "kept = [[] for _ in range(20000)]\n"
        "def runs():\n"
        "    return sum(s['collections'] for s in gc.get_stats())\n"
        "before = runs()\n"
        "def handler(event, context):\n"
        "    return [runs() - before, len(gc.get_objects(0)) < 5000]\n"
    )
    assert function(code).invoke().body == b"[0, true]"


def test_calls_reserve_no_memory_for_the_stack_again_and_again(function: Start) -> None:
    code = (
        "import resource, sys\n"
        "def deep(n):\n"
        "    return n and deep(n - 1)\n"
        "def faults():\n"
        "    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt\n"
        "def handler(event, context):\n"
        "    deep(300)\n"
        "    before = faults()\n"
        "    for depth in range(300):\n"
        "        for _ in range(100):\n"
        "            deep(depth)\n"
        "    return [faults() - before, sys.version_info >= (3, 11)]\n"
    )
    bare, has_chunks = json.loads(function(code, layer=None).invoke().body)
    layer, _ = json.loads(function(code).invoke().body)
    assert layer < 200
    assert bare > 1000 or not has_chunks


OWN_MODULES = """
import gc, types
def handler(event, context):
    names = [m.__name__ for m in gc.get_objects() if isinstance(m, types.ModuleType)]
    return sorted(n[len("otel_lambda."):] for n in names if n.startswith("otel_lambda."))
"""


def test_plain_start_loads_few_modules_and_compiles_none(function: Start) -> None:
    loaded = {"otel_lambda." + name for name in json.loads(function(OWN_MODULES).invoke().body)}
    assert loaded & set(SOURCE_ONLY) == set()
    assert len(loaded) <= 54


def test_modules_of_a_feature_are_loaded_where_it_is_switched_on(function: Start) -> None:
    event = {"Records": [{"messageId": "m", "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:r:1:q"}]}
    off = set(json.loads(function(OWN_MODULES).invoke(event).body))
    variables = {"OTEL_LAMBDA_QUEUE_SPANS": "true", "OTEL_LAMBDA_CAPTURE_PAYLOAD": "event"}
    on = set(json.loads(function(OWN_MODULES, variables).invoke(event).body))
    assert "trigger.sqs" in off
    assert on - off == {
        "function.payloads",
        "function.queue_spans",
        "function.redaction",
        "trigger.timestamps",
    }
