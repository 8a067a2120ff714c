"""AWS's runtime client, awslambdaric: its own look-up of the handler stays, what it finds is wrapped.

`_get_handler`, `post_invocation_result` and `post_invocation_error` are private or undocumented, so
each is hooked only where it is as it was in the versions that tests run; where `_get_handler` is
missing the function runs untraced, with a line.
"""

from __future__ import annotations

import os

from otel_lambda.diagnostics import warn, warn_failure
from otel_lambda.function.instrumentation import FunctionInstrumentation
from otel_lambda.instrumentation.registry import install
from otel_lambda.settings import Settings
from otel_lambda.telemetry import Telemetry, get_telemetry, set_telemetry
from otel_lambda.wrapper.bootstrap import wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any


def hook(bootstrap: ModuleType) -> None:
    """Hooks `awslambdaric.bootstrap`, once it has been imported."""
    get_handler = getattr(bootstrap, "_get_handler", None)
    if not callable(get_handler):
        warn("this version of awslambdaric is not known: the function is not traced")
        return

    def load_handler(handler: str) -> Any:
        instrumentation = create()
        return (
            get_handler(handler)
            if instrumentation is None
            else load_traced(get_handler, handler, bootstrap, instrumentation)
        )

    # what fails in it fails in the runtime's function of that name
    load_handler.__name__ = load_handler.__qualname__ = "_get_handler"
    bootstrap._get_handler = load_handler  # type: ignore[attr-defined]


def create() -> FunctionInstrumentation | None:
    """Makes this process's telemetry; None, with a line, where that is not possible."""
    settings = Settings()
    if settings.sdk_disabled:
        return None
    try:
        telemetry = Telemetry(settings)
        set_telemetry(telemetry)
        instrumentation = FunctionInstrumentation(telemetry)
        install(telemetry)
        _renew_after_fork(telemetry)
        return instrumentation
    except Exception as error:
        set_telemetry(None)
        warn_failure("the function is not traced", error)
        return None


def load_traced(
    get_handler: Callable[[str], Any],
    name: str,
    bootstrap: ModuleType,
    instrumentation: FunctionInstrumentation,
) -> Any:
    """Lets the runtime find the function's handler, and returns it traced."""
    from otel_lambda.wrapper.garbage import HeldBack

    garbage = HeldBack()
    try:
        handler = get_handler(name)
    finally:
        garbage.release()
    try:
        finish = _hook_client(bootstrap, instrumentation)
        wrapped = wrap(handler, instrumentation, finish)
        if instrumentation.snap_start:
            from otel_lambda.wrapper.snap_start import register

            register(instrumentation)
        instrumentation.initialized()
        return wrapped
    except Exception as error:
        warn_failure("the function is not traced", error)
        return handler


def _hook_client(bootstrap: ModuleType, instrumentation: FunctionInstrumentation) -> Callable[[], None]:
    """Lets invocations end where the runtime posts what came of them, after it made JSON of it.

    Returns what the wrapper calls at the end of a handler: nothing, if that is hooked.
    """
    client = getattr(bootstrap, "LambdaRuntimeClient", None)
    post_result = getattr(client, "post_invocation_result", None)
    post_error = getattr(client, "post_invocation_error", None)
    if client is None or post_result is None or post_error is None:
        return instrumentation.finish

    def post_invocation_result(self: Any, *arguments: Any, **named: Any) -> Any:
        instrumentation.finish()
        return post_result(self, *arguments, **named)

    def post_invocation_error(self: Any, invoke_id: Any, error: Any, *arguments: Any, **named: Any) -> Any:
        try:
            _take_error(instrumentation, error)
        except Exception as failure:
            warn_failure("the runtime's error is missing on a span", failure)
        instrumentation.finish()
        return post_error(self, invoke_id, error, *arguments, **named)

    client.post_invocation_result = post_invocation_result
    client.post_invocation_error = post_invocation_error
    return _nothing


def _nothing() -> None:
    pass


def _take_error(instrumentation: FunctionInstrumentation, error: Any) -> None:
    if instrumentation.awaits_error:
        import json

        described = json.loads(error)
        instrumentation.fail(str(described.get("errorType", "")), str(described.get("errorMessage", "")))


def _renew_after_fork(telemetry: Telemetry) -> None:
    def in_child() -> None:
        if get_telemetry() is telemetry:
            from otel_lambda.wrapper.fork import renew

            renew(telemetry)

    os.register_at_fork(after_in_child=in_child)
