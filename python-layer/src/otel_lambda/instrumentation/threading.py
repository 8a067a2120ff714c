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
        wrap(module.__dict__["ThreadPoolExecutor"], "submit", _submit)


def _start(original: Any) -> Any:
    def start(self: Any) -> Any:
        context = contexts.current()
        if context is not ROOT and "run" not in self.__dict__ and not self.is_alive():
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


def _submit(original: Any) -> Any:
    def submit(self: Any, fn: Any, /, *arguments: Any, **named: Any) -> Any:
        context = contexts.current()
        if context is ROOT:
            return original(self, fn, *arguments, **named)

        def run_in_context(*arguments: Any, **named: Any) -> Any:
            token = contexts.attach(context)
            try:
                return fn(*arguments, **named)
            finally:
                contexts.detach(token)

        return original(self, run_in_context, *arguments, **named)

    return submit
