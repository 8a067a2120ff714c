"""Each handler answers, fails and logs with the layer as it does without, byte by byte."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from environment import Environment

Start = Callable[..., Environment]

UUID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
PORT = re.compile(rb"127\.0\.0\.1:\d+")

SHAPES: dict[str, str] = {
    "dict": "def handler(event, context): return {'a': [1, 2.5, None, True, 'ü']}",
    "string": "def handler(event, context): return 'text'",
    "number": "def handler(event, context): return 7",
    "none": "def handler(event, context): pass",
    "bytes": "def handler(event, context): return b'\\x00\\xff'",
    "event": "def handler(event, context): return event",
    "decimal": "import decimal\ndef handler(event, context): return decimal.Decimal('1.10')",
    "nan": "def handler(event, context): return float('nan')",
    "tuple": "def handler(event, context): return (1, 2)",
    "lambda": "handler = lambda event, context: [event, context.function_name]",
    "partial": "import functools\ndef f(x, event, context): return x\nhandler = functools.partial(f, 3)",
    "method": "class A:\n  def h(self, event, context): return type(self).__name__\nhandler = A().h",
    "static method": "class A:\n  @staticmethod\n  def h(event, context): return 1\nhandler = A.h",
    "class": "class handler(dict):\n  def __init__(self, event, context): self['x'] = 1",
    "callable": "class A:\n  def __call__(self, event, context): return 'called'\nhandler = A()",
    "defaults": "def handler(event, context=None, *more, **named): return [len(more), named]",
    "decorated": "import functools\ndef d(f):\n  @functools.wraps(f)\n  def g(*a): return f(*a)\n  return g\n"
    "@d\ndef handler(event, context): return handler.__name__",
    "generator": "def handler(event, context): yield 1",
    "coroutine": "async def handler(event, context): return 1",
    "asyncio": "import asyncio\nasync def f(): await asyncio.sleep(0); return 5\n"
    "def handler(event, context): return asyncio.run(f())",
    "too few arguments": "def handler(event): return 1",
    "keyword arguments": "def handler(*, event, context): return 1",
    "unserialisable": "def handler(event, context): return {1, 2}",
    "circular": "def handler(event, context):\n  a = []; a.append(a); return a",
    "huge": "def handler(event, context): return 'x' * 100000",
    "exception": "def g(): raise ValueError('no ü')\ndef handler(event, context): g()",
    "own exception": "class MyError(Exception):\n  def __str__(self): return 'mine'\ndef handler(event, context): raise MyError(1)",
    "chained": "def handler(event, context):\n  try: 1 / 0\n  except Exception as e: raise KeyError('k') from e",
    "exception without text": "def handler(event, context): raise Exception",
    "exception whose text fails": "class E(Exception):\n  def __str__(self): raise ValueError('s')\ndef handler(event, context): raise E",
    "exception group": "def handler(event, context):\n  raise (ExceptionGroup('g', [ValueError(1)]) if 'ExceptionGroup' in dir(__builtins__) else ValueError(1))",
    "recursion": "def f(n): return f(n + 1)\ndef handler(event, context): return f(0)",
    "depth": "def f(n):\n  try: return f(n + 1)\n  except RecursionError: return n\ndef handler(event, context): return f(0)",
    "stop iteration": "def handler(event, context): return next(iter([]))",
    "base exception": "class B(BaseException): pass\ndef handler(event, context): raise B('b')",
    **{
        f"hook that {name}": f"import sys\n{hook}\nclass B(BaseException): pass\ndef handler(event, context): raise B('b')"
        for name, hook in (
            ("prints", "sys.excepthook = lambda *a: print('hook', a[0].__name__)"),
            ("raises", "def h(*a): raise ValueError('h')\nsys.excepthook = h"),
            ("exits", "def h(*a): sys.exit(7)\nsys.excepthook = h"),
            ("is none", "sys.excepthook = None"),
            ("is missing", "del sys.excepthook"),
        )
    },
    "object in the handler's frame": "import atexit\natexit.register(print, 'exit')\nclass D:\n  def __del__(self): print('gone')\ndef handler(event, context):\n  d = D(); raise SystemExit(3)",
    "system exit": "import sys\ndef handler(event, context): sys.exit(5)",
    "system exit with text": "import sys\ndef handler(event, context): sys.exit('bye')",
    "hard exit": "import os\ndef handler(event, context): os._exit(6)",
    "keyboard interrupt": "def handler(event, context): raise KeyboardInterrupt",
    "print": "def handler(event, context): print('out', event)",
    "logging": "import logging\ndef handler(event, context):\n  logging.warning('w %s', 1); logging.getLogger('a.b').error('e')",
    "logged exception": "import logging\ndef handler(event, context):\n  try: 1 / 0\n  except Exception: logging.exception('failed')",
    "warnings": "import warnings\ndef handler(event, context): warnings.warn('old', DeprecationWarning, stacklevel=2); warnings.warn('now')",
    "context": "def handler(event, context): return [context.invoked_function_arn, context.memory_limit_in_mb, sorted(vars(context))]",
    "changed event": "def handler(event, context): event.clear(); return event",
    "thread": "import threading\ndef handler(event, context):\n  r = []; t = threading.Thread(target=r.append, args=(1,)); t.start(); t.join(); return r + [threading.active_count()]",
    "response whose class fails": "class D:\n  @property\n  def __class__(self): raise RuntimeError('x')\ndef handler(event, context): return D()",
    "response that exits": "class D(dict):\n  def get(self, *a): raise SystemExit(3)\n  __getitem__ = get\ndef handler(event, context): return D(statusCode=200)",
    "exception of a metaclass": "class M(type):\n  @property\n  def __module__(cls): raise RuntimeError('m')\nclass E(Exception, metaclass=M): pass\ndef handler(event, context): raise E('x')",
    "exception without attributes": "class E(Exception):\n  def __getattribute__(self, name): raise RuntimeError('n')\ndef handler(event, context): raise E('x')",
    "exceptions in a circle": "def handler(event, context):\n  a = ValueError(1); b = KeyError(2); a.__cause__ = b; b.__cause__ = a\n  raise a",
    "surrogate": "def handler(event, context): raise ValueError('\\ud800')",
    "thread that is not initialised": "import threading\nclass T(threading.Thread):\n  def __init__(self): pass\ndef handler(event, context): T().start()",
    "exception in a pool": "import concurrent.futures as cf\ndef f(): raise ValueError('in pool')\ndef handler(event, context):\n  with cf.ThreadPoolExecutor(1) as p: p.submit(f).result()",
    "exception in a thread": "import threading\ndef f(): raise ValueError('in thread')\ndef handler(event, context):\n  t = threading.Thread(target=f, name='n'); t.start(); t.join()",
    "exception by a traced library": "import urllib.request\ndef handler(event, context): urllib.request.urlopen('http://127.0.0.1:1/')",
    "fork": "import os, sys\ndef handler(event, context):\n  p = os.fork()\n  if p == 0:\n    try: sys.exit(4)\n    finally: os._exit(4)\n  return os.waitpid(p, 0)[1]",
    "clock that fails": "import time\ndef b(*a): raise ValueError('t')\ntime.time_ns = b\ndef handler(event, context): return 1",
    "import that is refused": "import builtins\ndef b(*a, **k): raise ImportError('no')\ndef handler(event, context):\n  builtins.__import__ = b; return 1",
    "modules cleared": "import sys\ndef handler(event, context):\n  sys.modules.clear(); return 1",
    "paths cleared": "import sys\nsys.path.clear()\nsys.meta_path.clear()\ndef handler(event, context): return 1",
    "environment cleared": "import os\ndef handler(event, context):\n  os.environ.clear(); return 1",
    "few files": "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))\ndef handler(event, context): return 1",
    "extra named as the layer's": "import logging\ndef handler(event, context):\n  logging.warning('w', extra={'trace_id': 't', 'span_id': 5}); logging.warning('m', extra={'trace_id': 1, 'message': 2})",
    "record that takes no attributes": "import logging\nclass R(logging.LogRecord):\n  def __setattr__(self, name, value):\n    if 'trace' in name: raise AttributeError(name)\n    super().__setattr__(name, value)\nlogging.setLogRecordFactory(R)\ndef handler(event, context): logging.warning('w')",
    "parts of modules replaced": "import gc, json, logging, os, socket, ssl, sys, threading, time\n"
    "def b(*a, **k): raise RuntimeError('not yours')\n"
    "for m, names in ((gc, 'freeze unfreeze get_threshold set_threshold'), (json, 'loads dumps'), (os, 'write urandom'), (socket, 'socket getaddrinfo'),\n"
    "  (ssl, 'SSLContext'), (threading, 'Lock RLock Condition _allocate_lock'), (time, 'time monotonic sleep'), (logging, 'getLogger LogRecord')):\n"
    "  for n in names.split(): setattr(m, n, b)\n"
    "sys.stdout = sys.stderr = None\nlogging.disable()\ndef handler(event, context): return 1",
    "clock that is set": "import time\nn = [1e12]\ndef f():\n  n[0] -= 1000; return n[0]\ntime.time = time.monotonic = f\ntime.time_ns = lambda: int(f() * 1e9)\ndef handler(event, context): return 1",
    "low recursion limit": "import sys\nsys.setrecursionlimit(90)\ndef handler(event, context): return 1",
    "everything closed": "import os\nos.closerange(0, 3)\ndef handler(event, context): return 1",
    "no directory": "import os, tempfile\nd = tempfile.mkdtemp(); os.chdir(d); os.rmdir(d)\ndef handler(event, context): return 1",
    "full disk": "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\ndef handler(event, context): return 1",
    "signals blocked": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\ndef handler(event, context): return 1",
    "own SIGTERM": "import os, signal\ns = []\nsignal.signal(signal.SIGTERM, lambda *a: s.append(1))\ndef handler(event, context): os.kill(os.getpid(), 15); return s",
    "SIGTERM": "import os\ndef handler(event, context): os.kill(os.getpid(), 15)",
    "process": "import multiprocessing\ndef handler(event, context):\n  c = multiprocessing.get_context('fork'); a, b = c.Pipe(); p = c.Process(target=b.send, args=(5,)); p.start(); r = a.recv(); p.join(); return [r, p.exitcode]",
    "subprocess": 'import subprocess, sys\ndef handler(event, context): return subprocess.run([sys.executable, \'-c\', \'import os; print(sorted(k for k in os.environ if k[:4] in ("OTEL", "PYTH")), os.listdir("/proc/self/fd"))\'], capture_output=True, text=True).stdout',
    "connection in another thread": "import sqlite3, threading\nc = sqlite3.connect(':memory:')\ndef handler(event, context):\n  r = []\n  def f():\n    try: c.execute('select 1')\n    except Exception as e: r.append(type(e).__name__)\n  t = threading.Thread(target=f); t.start(); t.join()\n  return [r, repr(c)[:20], c.execute('select 2').fetchall()]",
    "deep response": "def handler(event, context):\n  a = []\n  for _ in range(900): a = [a]\n  return a",
    "odd keys": "def handler(event, context): return {True: 1, None: 2, 1.5: 3}",
    "long error": "def handler(event, context): raise ValueError('x' * 3000000)",
    "many causes": "def handler(event, context):\n  e = None\n  for i in range(3000):\n    n = ValueError(i); n.__cause__ = e; e = n\n  raise e",
    "error whose text exits": "class E(Exception):\n  def __str__(self): raise SystemExit(9)\ndef handler(event, context): raise E",
    "thread left running": "import threading, time\nthreading.Thread(target=lambda: [time.sleep(0.01) for _ in iter(int, 1)], daemon=True).start()\ndef handler(event, context): return threading.active_count()",
    "signature of what is patched": "import inspect, logging, threading, urllib.request\ndef handler(event, context):\n  return [str(inspect.signature(f)) for f in (threading.Thread.start, logging.LogRecord.__init__, logging.Logger.makeRecord)]",
    "alarm": "import signal, time\ndef h(*a): raise TimeoutError('a')\nsignal.signal(signal.SIGALRM, h)\ndef handler(event, context):\n  signal.setitimer(signal.ITIMER_REAL, 0.05)\n  time.sleep(5)",
    "missing module": "import nothing_of_this_name",
    "syntax error": "def handler(:",
    "missing handler": "def other(event, context): pass",
    "error at init": "raise ValueError('at init')",
    "exit at init": "import sys; sys.exit(4)",
    "error deep in init": "def f(): return {}['x']\nf()\ndef handler(event, context): pass",
    "base exception at init": "raise KeyboardInterrupt",
}


def normalised(data: bytes, environment: Environment, task: Path) -> bytes:
    data = PORT.sub(b"ADDRESS", TIME.sub(b"TIME", UUID.sub(b"ID", data)))
    return data.replace(str(task).encode(), b"/var/task")


def observed(start: Start, code: str, options: dict[str, Any], events: list[Any]) -> list[Any]:
    environment = start(code, options.pop("environment", None), **options)
    seen: list[Any] = []
    for event in events:
        environment.init_done.wait(20)
        if environment.init_error is not None or environment.process.poll() is not None:
            break
        invocation = environment.invoke(event)
        seen.append((invocation.error, invocation.body))
        if environment.process.poll() is not None:
            break
    if environment.init_error is not None or not seen or not seen[-1][1]:
        environment.await_exit()
    seen += [environment.init_error, environment.process.poll()]
    environment.stop()
    seen.append(environment.log)
    task = environment.task
    return [
        normalised(each, environment, task)
        if isinstance(each, bytes)
        else (each[0], normalised(each[1], environment, task))
        if isinstance(each, tuple)
        else each
        for each in seen
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_handler_is_the_same_with_the_layer(function: Start, shape: str) -> None:
    events = [{"a": 1}, [1, 2], "text", None]
    bare = observed(function, SHAPES[shape], {"layer": None}, events)
    assert observed(function, SHAPES[shape], {}, events) == bare


AT_THE_LIMIT = (
    "import sqlite3, logging, threading, urllib.request\n"
    "calls = [lambda: sqlite3.connect(':memory:').execute('select 1'), lambda: logging.getLogger('q').debug('d'), lambda: threading.Thread(target=int).start()]\n"
    "def f(n):\n  try: r = f(n + 1)\n  except RecursionError: r = 0\n  for c in calls if r < 40 else ():\n    try: c()\n    except Exception: pass\n  return r + 1\n"
    "def handler(event, context): return f(0) > 100"
)


def test_calls_at_the_recursion_limit_answer_as_without_the_layer(function: Start) -> None:
    # a span may be lost, with a line
    bodies = [function(AT_THE_LIMIT, **options).invoke().body for options in ({"layer": None}, {})]
    assert bodies == [b"true"] * 2


@pytest.mark.parametrize(
    "handler", ["app", "app.", "json.loads", "sys.exit", "folder/app.handler", "no.app", ""]
)
def test_handler_name_is_looked_up_as_without_the_layer(function: Start, handler: str) -> None:
    code = "def handler(event, context): return 1"
    bare = observed(function, code, {"layer": None, "handler": handler}, [{}])
    assert observed(function, code, {"handler": handler}, [{}]) == bare


def test_json_log_is_the_same_with_the_layer(function: Start) -> None:
    code = SHAPES["logged exception"]
    variables = {
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "INFO",
        "OTEL_LAMBDA_LOG_CORRELATION": "false",
    }
    bare = observed(function, code, {"layer": None, "environment": variables}, [{}])
    assert observed(function, code, {"environment": variables}, [{}]) == bare


def test_event_that_is_no_json_fails_as_without_the_layer(function: Start) -> None:
    code = "def handler(event, context): return 1"
    bare = observed(function, code, {"layer": None}, [b"{no json", {}])
    assert observed(function, code, {}, [b"{no json", {}]) == bare
