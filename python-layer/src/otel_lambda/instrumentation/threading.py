"""threading and concurrent.futures: a thread and a task run in the context of who has started them."""

from __future__ import annotations

import sys
from _contextvars import Context as ContextVariables
from functools import partial

from otel_lambda import context as contexts
from otel_lambda.context import ROOT
from otel_lambda.instrumentation.support import wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from otel_lambda.context import Context
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
        is_new = getattr(self, "_initialized", False) and not self.is_alive()
        if is_new and context is not ROOT and "run" not in self.__dict__:
            self.run = _in_context(context, self.run)
        return original(self)

    return start


def _in_context(context: Context, run: Any) -> Any:
    """Returns what runs a thread in a context.

    Before 3.14 a thread begins with no context variables; what runs it then leaves no frame of its own
    in stack traces. Later versions may hand the caller's variables on, which have to be kept.
    """
    if sys.version_info < (3, 14):
        variables = ContextVariables()
        variables.run(contexts.attach, context)
        return partial(variables.run, run)

    def run_in_context() -> None:
        token = contexts.attach(context)
        try:
            run()
        finally:
            contexts.detach(token)

    return run_in_context


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
