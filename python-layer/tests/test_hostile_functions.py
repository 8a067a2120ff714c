"""Functions whose files, variables and surroundings are not made for a layer: all is as without it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import install
from environment import Environment
from test_handler_shapes import observed

Start = Callable[..., Environment]

CODE = """
import logging, os, sys, threading, urllib.error, urllib.request

def get():
    try:
        urllib.request.urlopen("http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/missing")
    except urllib.error.HTTPError as error:
        return error.code

def handler(event, context):
    logging.warning("a line")
    return [get(), event, sys.flags.optimize, get.__doc__]
"""

VARIABLES: dict[str, dict[str, str]] = {
    "warnings are errors": {"PYTHONWARNINGS": "error"},
    "optimised": {"PYTHONOPTIMIZE": "2"},
    "writes no bytecode": {"PYTHONDONTWRITEBYTECODE": "1"},
    "writes bytecode": {"PYTHONDONTWRITEBYTECODE": ""},
    "safe path": {"PYTHONSAFEPATH": "1"},
    "development": {"PYTHONDEVMODE": "1"},
    "debugged memory": {"PYTHONMALLOC": "debug"},
    "traced memory": {"PYTHONTRACEMALLOC": "5"},
    "fault handler": {"PYTHONFAULTHANDLER": "1"},
    "ascii": {"PYTHONIOENCODING": "ascii", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "no ranges": {"PYTHONNODEBUGRANGES": "1"},
    "not utf-8": {"OWN": "\udcff\udcfe", "OTEL_SERVICE_NAME": "\udcffname"},
    "not utf-8 attributes": {"OTEL_RESOURCE_ATTRIBUTES": "a=\udcff,b=c", "\udcff": "x"},
    "no home, no path": {"HOME": "/nowhere", "TMPDIR": "/nowhere"},
    "debugged asyncio": {"PYTHONASYNCIODEBUG": "1"},
    "no site": {"PYTHONNOUSERSITE": "1"},
    "a cache elsewhere": {"PYTHONPYCACHEPREFIX": "/tmp/nowhere", "PYTHONDONTWRITEBYTECODE": ""},
}

FLAGS = [
    "-E",
    "-s",
    "-O",
    "-OO",
    "-B",
    "-bb",
    "-Werror",
    "-Xdev",
    "-Xutf8",
    "-u",
    "-P",
    "-q",
    "-Xfaulthandler",
]


@pytest.mark.parametrize("name", VARIABLES)
def test_variables_of_the_interpreter_mean_what_they_mean(function: Start, name: str) -> None:
    check(function, CODE, environment=VARIABLES[name])


@pytest.mark.parametrize("flag", FLAGS)
def test_options_of_the_interpreter_mean_what_they_mean(
    function: Start, python: str, flag: str, tmp_path: Path
) -> None:
    if flag == "-P" and sys.version_info < (3, 11):
        pytest.skip("is of Python 3.11")
    check(function, CODE, command=[python, flag, "-m", "awslambdaric", "app.handler"])


def check(
    function: Start,
    code: str,
    says: tuple[str, ...] = (),
    events: Any = ({"a": 1}, {"b": "ü"}),
    **options: Any,
) -> Environment:
    """Expects the same of a function with the layer and without, but for lines of the layer's that begin so.

    Each invocation is a span, unless the process has ended.
    """
    started: list[Environment] = []

    def start(*arguments: Any, **named: Any) -> Environment:
        started.append(function(*arguments, **named))
        return started[-1]

    bare = observed(start, code, {**options, "layer": None}, list(events))
    same = observed(start, code, dict(options), list(events))
    log = same[-1].splitlines(keepends=True)
    beginnings = tuple(f"[otel] {each}".encode() for each in says)
    said = [each for each in log if each.startswith(beginnings)]
    same[-1] = b"".join(each for each in log if each not in said)
    assert same == bare
    names = [span.name for span in started[1].backend.spans]
    has_ended = bare[-2] is not None
    assert said or has_ended or names.count("my-function") == len(events)
    return started[1]


CODES = {
    "traced": "import sys\ncalls = []\nsys.settrace(lambda f, e, a: calls.append(f.f_code.co_name) if 'otel' not in f.f_code.co_filename else None)\ndef handler(event, context): return [sys.gettrace() is not None, 'handler' in calls]",
    "profiled": "import sys\ncalls = []\nsys.setprofile(lambda f, e, a: None)\ndef handler(event, context): return sys.getprofile() is not None",
    "high recursion limit": "import sys\nsys.setrecursionlimit(10**6)\ndef handler(event, context): return sys.getrecursionlimit()",
    "no collector": "import gc\ngc.disable()\ndef handler(event, context): return [gc.isenabled(), gc.get_threshold()]",
    "own threshold": "import gc\ngc.set_threshold(1, 1, 1)\ndef handler(event, context): return gc.get_threshold()",
    "own freeze": "import gc\ngc.freeze()\ndef handler(event, context): return gc.get_freeze_count() > 0",
    "configured logging": "import logging, logging.config\nlogging.config.dictConfig({'version': 1, 'disable_existing_loggers': True, 'formatters': {'f': {'format': '%(levelname)s %(message)s'}}, 'handlers': {'h': {'class': 'logging.StreamHandler', 'stream': 'ext://sys.stdout', 'formatter': 'f'}}, 'root': {'handlers': ['h'], 'level': 'DEBUG'}})\ndef handler(event, context): logging.debug('d'); logging.getLogger('x').info('i')",
    "logging by queue": "import logging, logging.handlers, queue, pickle\nq = queue.Queue()\nlogging.getLogger('a').addHandler(logging.handlers.QueueHandler(q))\ndef handler(event, context):\n  logging.getLogger('a').error('e %s', 1); r = q.get(); return [r.getMessage(), len(pickle.dumps(r)) > 0]",
    "shut logging": "import logging\nlogging.shutdown()\nlogging.root.handlers.clear()\ndef handler(event, context): logging.warning('w')",
    "warnings are errors": "import warnings\nwarnings.simplefilter('error')\ndef handler(event, context): return 1",
    "hooks": "import sys, threading\nseen = []\nsys.excepthook = threading.excepthook = sys.unraisablehook = lambda *a: seen.append(repr(a))\ndef handler(event, context):\n  import gc; gc.collect(); return seen",
    "audit": "import sys\nseen = set()\nsys.addaudithook(lambda e, a: seen.add(e))\ndef handler(event, context): return sorted(e for e in seen if e.startswith(('exec', 'os.', 'subprocess', 'ctypes', 'sys.')))",
    "audit that forbids sockets": "import sys\ndef h(e, a):\n  if e == 'socket.connect' and on: raise PermissionError(e)\non = False\nsys.addaudithook(h)\ndef handler(event, context):\n  global on; on = True\n  return 1",
    "audit that forbids all": "import sys\ndef h(e, a):\n  if on and not e.startswith(('import', 'marshal', 'object', 'exec', 'compile', 'open', 'gc', 'builtins')): raise PermissionError(e)\non = True\nsys.addaudithook(h)\ndef handler(event, context):\n  return 1",
    "files closed": "import os\ndef handler(event, context): return 1\nos.closerange(3, 64)",
    "files closed in the handler": "import os\nkeep = set(os.listdir('/proc/self/fd'))\ndef handler(event, context):\n  for n in set(os.listdir('/proc/self/fd')) - keep:\n    try: os.close(int(n))\n    except OSError: pass\n  return 1",
    "sockets that fail": "import socket\nclass S(socket.socket):\n  def __init__(self, *a, **k): raise OSError('no socket')\nsocket.socket = S\ndef handler(event, context): return 1",
    "environment replaced": "import os\nos.environ = dict(os.environ)\ndef handler(event, context): return os.environ['AWS_REGION']",
    "environment of other types": "import os\nos.environ = {1: 2}\ndef handler(event, context): return 1",
    "open replaced": "import builtins\nbuiltins.open = None\ndef handler(event, context): return 1",
    "builtins deleted": "import builtins\nfor n in ('isinstance', 'len', 'getattr', 'dict', 'str', 'min', 'max', 'map', 'zip', 'range', 'print', 'ValueError', 'property', 'super', 'any', 'all', 'int', 'bytes', 'sorted'): setattr(builtins, n, None) if n in ('min', 'max', 'zip', 'sorted', 'any', 'all', 'map') else None\ndef handler(event, context): return 1",
    "spawned process": "import multiprocessing\ndef f(q): q.put(7)\ndef handler(event, context):\n  c = multiprocessing.get_context('spawn'); a, b = c.Pipe(False)\n  p = c.Process(target=g, args=(b,)); p.start(); r = a.recv(); p.join(); return [r, p.exitcode]\ndef g(b): b.send(5)",
    "forkserver": "import multiprocessing\ndef g(b): b.send(5)\ndef handler(event, context):\n  c = multiprocessing.get_context('forkserver'); a, b = c.Pipe(False)\n  p = c.Process(target=g, args=(b,)); p.start(); r = a.recv(); p.join(); return [r, p.exitcode]",
    "fork in a thread": "import os, threading\ndef handler(event, context):\n  r = []\n  def f():\n    p = os.fork()\n    if p == 0: os._exit(3)\n    r.append(os.waitstatus_to_exitcode(os.waitpid(p, 0)[1]))\n  t = threading.Thread(target=f); t.start(); t.join(); return r",
    "fork that raises": "import os, sys\ndef handler(event, context):\n  p = os.fork()\n  if p == 0:\n    try: raise ValueError\n    except ValueError: os._exit(2)\n  return os.waitpid(p, 0)[1]",
    "hooks at fork": "import os\nr = []\nos.register_at_fork(before=lambda: r.append('before'), after_in_parent=lambda: r.append('parent'))\ndef handler(event, context):\n  p = os.fork()\n  if p == 0: os._exit(0)\n  os.waitpid(p, 0); return r",
    "children are reaped": "import os, signal\nr = []\nsignal.signal(signal.SIGCHLD, lambda *a: r.append(os.waitpid(-1, os.WNOHANG)[1]))\ndef handler(event, context):\n  p = os.fork()\n  if p == 0: os._exit(0)\n  while not r: signal.sigtimedwait([], 0.01)\n  return r",
    "own fault handler": "import faulthandler, signal, tempfile\nf = tempfile.TemporaryFile()\nfaulthandler.enable(f)\nfaulthandler.register(signal.SIGUSR1, f)\ndef handler(event, context):\n  signal.raise_signal(signal.SIGUSR1); f.seek(0); t = f.read().decode(); return ['Current thread' in t, 'handler' in t]",
    "dump later": "import faulthandler\ndef handler(event, context): faulthandler.dump_traceback_later(60); faulthandler.cancel_dump_traceback_later()",
    "little memory": "import resource\nresource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))\ndef handler(event, context):\n  try: return len(bytearray(600 << 20))\n  except MemoryError: return 'no memory'",
    "memory error": "def handler(event, context): raise MemoryError",
    "many digits": "import sys\ndef handler(event, context): return 10 ** 4000",
    "lone surrogates": "def handler(event, context): return {'\\ud800': '\\udfff'}",
    "lambda that deletes itself": "import sys\ndef handler(event, context):\n  sys.modules.pop(__name__, None); globals().clear(); return 1",
    "exit in a thread": "import os, threading\ndef handler(event, context): threading.Thread(target=os._exit, args=(9,)).start(); threading.Event().wait()",
    "at exit": "import atexit, sys\natexit.register(print, 'bye')\ndef handler(event, context): sys.exit(3)",
    "interpreter ends": "import os, signal\ndef handler(event, context): os.kill(os.getpid(), signal.SIGKILL)",
    "abort": "import os\ndef handler(event, context): os.abort()",
    "nested loops": "import asyncio\nloop = asyncio.new_event_loop()\nasync def f():\n  l = asyncio.new_event_loop()\n  try: l.run_until_complete(asyncio.sleep(0))\n  except RuntimeError as e: return str(e)\n  finally: l.close()\ndef handler(event, context): return loop.run_until_complete(f())",
    "own audit of threads": "import threading\nthreading.settrace(lambda *a: None)\ndef handler(event, context): return len(threading.enumerate()) > 0",
    "switch interval": "import sys\nsys.setswitchinterval(1e-6)\ndef handler(event, context): return sys.getswitchinterval()",
    "stack size": "import threading\nthreading.stack_size(32768)\ndef handler(event, context): return threading.stack_size()",
    "types replaced": "import types, contextvars, collections\ntypes.FunctionType = types.ModuleType = None\ncontextvars.ContextVar = None\ncollections.deque = None\ndef handler(event, context): return 1",
    "json replaced by another": "import json, sys\nclass J:\n  loads = staticmethod(lambda *a, **k: {'other': 1})\nsys.modules['json'] = J\ndef handler(event, context): return event",
    "runtime replaced": "import awslambdaric.bootstrap as b\nb.to_json = lambda o: '\"other\"'\ndef handler(event, context): return 1",
    "context changed": "def handler(event, context):\n  for n in list(vars(context)): delattr(context, n)\n  return 1",
    "own import hook": "import sys\nclass F:\n  seen = []\n  def find_spec(self, name, path=None, target=None):\n    self.seen.append(name)\nsys.meta_path.insert(0, F())\ndef handler(event, context):\n  import colorsys, urllib.request\n  return [n for n in F.seen if n in ('colorsys', 'urllib.request')]",
    "reloaded": "import importlib, logging, threading, urllib.request\nimportlib.reload(logging); importlib.reload(urllib.request)\ndef handler(event, context):\n  try: urllib.request.urlopen('http://127.0.0.1:1/')\n  except OSError as e: return str(e)",
    "modules without a spec": "import sys, types\nfor n in ('httpx', 'redis', 'grpc', 'opentelemetry', 'opentelemetry.trace'): sys.modules[n] = types.ModuleType(n)\ndef handler(event, context):\n  import httpx, opentelemetry.trace; return httpx.__name__",
    "modules that are none": "import sys\nfor n in ('httpx', 'redis', 'opentelemetry'): sys.modules[n] = None\ndef handler(event, context):\n  try: import httpx\n  except ImportError as e: return str(e)",
    "sub-interpreter": "def handler(event, context):\n  try: import _interpreters as i\n  except ImportError:\n    try: import _xxsubinterpreters as i\n    except ImportError: return 0\n  n = i.create(); r = i.run_string(n, 'import urllib.request, logging, threading'); i.destroy(n); return repr(r)",
}


@pytest.mark.parametrize("name", CODES)
def test_function_is_the_same_with_the_layer(function: Start, name: str) -> None:
    check(function, CODES[name], SAID.get(name, ()))


SAID = {
    "audit that forbids sockets": ("the backend at 127.0.0.1 is not reached",),
    "audit that forbids all": (
        *("a timeout would not be reported", "telemetry is kept until"),
        "the backend at 127.0.0.1 is not reached",  # before 3.12 threads are not asked about
    ),
}
"""What the layer says of functions that leave it no way to a backend."""

FILES: dict[str, dict[str, str]] = {
    "own opentelemetry": {"opentelemetry/__init__.py": "trace = 'own'", "opentelemetry/trace.py": "x = 1"},
    "own opentelemetry.py": {"opentelemetry.py": "def trace(): return 'own'"},
    "own otel_lambda": {
        "otel_lambda/__init__.py": "VERSION = 'own'",
        "otel_lambda/settings.py": "raise ValueError",
    },
    "own layer and start": {
        "launcher.py": "raise ValueError",
        "start.py": "raise ValueError",
        "bootstrap.py": "raise ValueError",
    },
    "own libraries": {
        f"{name}/__init__.py": "x = 1" for name in ("redis", "httpx", "kafka", "botocore", "grpc", "urllib3")
    },
    "own library modules": {
        f"{name}.py": "x = 1" for name in ("redis", "httpx", "sqlite3", "pymongo", "psycopg2", "pika")
    },
    "namespaces": {"opentelemetry/own/__init__.py": "x = 1", "google/own.py": "x = 1"},
}


@pytest.mark.parametrize("name", FILES)
def test_packages_named_as_known_ones_are_the_function_s(function: Start, name: str, tmp_path: Path) -> None:
    names = sorted({each.partition("/")[0].removesuffix(".py") for each in FILES[name]})
    for file, code in FILES[name].items():
        (tmp_path / "own" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "own" / file).write_text(code)
    code = (
        f"import importlib, sys\nsys.path.insert(0, {str(tmp_path / 'own')!r})\nanswers = []\n"
        f"for name in {names!r}:\n"
        "  try: answers.append([name, sorted(n for n in dir(importlib.import_module(name)) if n[0] != '_')])\n"
        "  except Exception as e: answers.append([name, repr(e)])\n"
        "def handler(event, context): return answers"
    )
    check(function, code, ("calls of ",))


@pytest.mark.parametrize("where", ["", "def handler(event, context):\n  "])
@pytest.mark.parametrize("raised", ["ValueError", "ImportError", "KeyboardInterrupt"])
def test_import_that_fails_has_the_stack_of_without(
    function: Start, where: str, raised: str, tmp_path: Path
) -> None:
    (tmp_path / "redis.py").write_text(f"def f(): raise {raised}('own')\nf()\n")
    check(function, where + "import redis", environment={"PYTHONPATH": str(tmp_path)})


BROKEN = ["json", "logging", "functools", "threading", "linecache"]


@pytest.mark.parametrize("name", BROKEN)
def test_runtime_that_cannot_start_says_so_as_without(function: Start, name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.py").write_text("raise ValueError('own')")
    check(function, "", ("calls of ",), environment={"PYTHONPATH": str(tmp_path)})


def test_function_of_bytecode_alone(function: Start, python: str, tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(CODE)
    command = [python, "-c", "import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2])"]
    subprocess.run([*command, str(tmp_path / "own.py"), str(tmp_path / "pyc" / "own.pyc")], check=True)
    check(function, "", handler="own.handler", environment={"PYTHONPATH": str(tmp_path / "pyc")})


def test_function_and_library_in_a_zip(function: Start, python: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "own.zip", "w") as archive:
        archive.writestr(
            "own.py",
            CODE.replace("urllib.error,", "urllib3, urllib.error,").replace(
                "    return [get()",
                "    urllib3.PoolManager().request('GET', 'http://' + os.environ['AWS_LAMBDA_RUNTIME_API'] + '/missing')\n"
                "    m = urllib3.connectionpool\n    return [type(m.__loader__).__name__, m.__spec__.loader is m.__loader__, get()",
            ),
        )
        packages = Path(install(python, "urllib3==2.8.0"))
        for file in packages.rglob("*.py"):
            archive.write(file, file.relative_to(packages))
    environment = check(
        function, "", handler="own.handler", environment={"PYTHONPATH": str(tmp_path / "own.zip")}
    )
    assert [each.name for each in environment.backend.spans] == ["GET", "GET", "my-function"] * 2


LOOPS = {
    "uvloop": "import asyncio, uvloop\nrun = lambda f: uvloop.new_event_loop().run_until_complete(f)",
    "nest_asyncio": "import asyncio, nest_asyncio\nnest_asyncio.apply(asyncio.new_event_loop())\nloop = asyncio.new_event_loop()\nasyncio.set_event_loop(loop)\nnest_asyncio.apply(loop)\nrun = loop.run_until_complete",
}


@pytest.mark.parametrize("package", LOOPS)
def test_loops_of_packages_carry_the_context(function: Start, python: str, package: str) -> None:
    code = (
        LOOPS[package]
        + """
import os, urllib.error, urllib.request

def get():
    try:
        urllib.request.urlopen("http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/missing")
    except urllib.error.HTTPError as error:
        return error.code

async def work():
    loop = asyncio.get_running_loop()
    return await asyncio.gather(asyncio.to_thread(get), loop.run_in_executor(None, get))

def handler(event, context): return run(work())
"""
    )
    environment = check(function, code, environment={"PYTHONPATH": install(python, package)})
    *calls, invoked = environment.backend.spans[:3]
    assert {each.parent_span_id for each in calls} == {invoked.span_id}
