"""The frame between AWS's runtime and the function's handler.

AWS's runtime leaves out of a stack trace the frames at its top whose file is a `/bootstrap.py`, so
this file's name keeps errors as they are without the layer.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from otel_lambda.function.instrumentation import FunctionInstrumentation


def wrap(
    handler: Callable[[Any, Any], Any],
    instrumentation: FunctionInstrumentation,
    finish: Callable[[], None],
) -> Callable[[Any, Any], Any]:
    """Returns a handler that traces the function's; `finish` ends an invocation that has no other end."""

    def handle_event(event: Any, lambda_context: Any) -> Any:
        running = instrumentation.begin(event, lambda_context)
        try:
            response = handler(event, lambda_context)
        except BaseException as error:
            instrumentation.leave(running, None, error)
            finish_now(error)
            raise
        instrumentation.leave(running, response, None)
        finish()
        return response

    def finish_now(error: BaseException) -> None:
        # the runtime reports no error that is not an Exception: the process ends
        if isinstance(error, Exception):
            finish()
        else:
            instrumentation.finish(exiting=True)

    return handle_event
