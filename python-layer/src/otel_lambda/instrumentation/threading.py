"""threading and concurrent.futures: a thread and a task run in the context of who has started them."""

from __future__ import annotations

import sys
from functools import partial

from otel_lambda.instrumentation.support import wrap
from otel_lambda.sdk import context as contexts
from otel_lambda.sdk.context import ROOT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextvars import Context as Variables
    from types import ModuleType
    from typing import Any

    from otel_lambda.sdk.context import Context
    from otel_lambda.telemetry import Telemetry


def patch(module: ModuleType, telemetry: Telemetry) -> None:
    """Patches `threading` or `concurrent.futures.thread`."""
    if module.__name__ == "threading":
        wrap(module.__dict__["Thread"], "start", _start)
    else:
        item = module.__dict__["_WorkItem"]
        wrap(item, "__init__", _note_context)
        wrap(item, "run", _run_in_context)


def _start(original: Any) -> Any:
    def start(self: Any) -> Any:
        context = contexts.current()
        if context is not ROOT and getattr(self, "_initialized", False) and not self.is_alive():
            _set_context(self, context)
        return original(self)

    return start


def _set_context(thread: Any, context: Context) -> None:
    """Lets a thread run in a context, without a frame in its stack traces.

    A thread begins with no context variables, but from 3.14 on it may have the caller's, this one among
    them, or those that the function has given it.
    """
    if sys.version_info >= (3, 14):
        if thread._context is None and not sys.flags.thread_inherit_context:
            thread._context = _variables(context)
    elif "run" not in thread.__dict__:
        thread.run = partial(_variables(context).run, thread.run)


def _variables(context: Context) -> Variables:
    variables = contexts.new_variables()
    variables.run(contexts.attach, context)
    return variables


def _note_context(original: Any) -> Any:
    def initialize(item: Any, *arguments: Any, **named: Any) -> None:
        original(item, *arguments, **named)
        item.otel_context = contexts.current()

    return initialize


def _run_in_context(original: Any) -> Any:
    def run(item: Any, *arguments: Any, **named: Any) -> None:
        # what the task raises is caught within, so that this frame is not in its stack trace
        token = contexts.attach(getattr(item, "otel_context", ROOT))
        try:
            original(item, *arguments, **named)
        finally:
            contexts.detach(token)

    return run
