"""AWS's runtime client, awslambdaric: its methods for init, invocation and restore are followed.

The runtime's own look-up and call of the handler stay as they are, with no frame in between: errors,
stack traces and the depth of the stack are those of the function without the layer. An invocation
begins where the runtime reads its event, and ends where it posts what came of it.
"""

from __future__ import annotations

import os
import sys
from json import loads

from otel_lambda.api import registry as api_registry
from otel_lambda.diagnostics import warn, warn_failure
from otel_lambda.function.instrumentation import FunctionInstrumentation
from otel_lambda.function.request import Request
from otel_lambda.instrumentation import registry
from otel_lambda.settings import Settings
from otel_lambda.telemetry import Telemetry, get_telemetry, set_telemetry
from otel_lambda.wrapper import garbage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

_METHODS = (
    "__init__",
    "wait_next_invocation",
    "post_invocation_result",
    "post_invocation_error",
)

_LAYER = __file__.rpartition("wrapper/")[0]


class Runtime:
    """What is known of the runtime in this process: nothing is traced before `start`."""

    def __init__(self) -> None:
        self._instrumentation: FunctionInstrumentation | None = None
        self._initialized = False
        self._request: Request | None = None
        self.loaded: Callable[[], None] = lambda: None
        """Called once most of the layer is loaded, before the function's code is."""
        self._started = False
        self._raised: BaseException | None = None

    def start(self) -> None:
        """Makes this process's telemetry, before the user's code is loaded; once."""
        if self._started:
            return
        self._started = True
        self._instrumentation = _create()
        if self._instrumentation is None:
            garbage.release()
        elif "multiprocessing.util" in sys.modules:
            # a worker of a managed instance: SystemExit ends it within multiprocessing
            sys.modules["multiprocessing.util"].Finalize(None, self._worker_ends, exitpriority=0)
        self.loaded()

    def _worker_ends(self) -> None:
        _guarded(self.exiting, sys.exc_info()[1] or SystemExit())

    def initialized(self) -> None:
        """Takes note of the end of the init."""
        if not self._initialized:
            self._initialized = True
            garbage.release()
            if self._instrumentation is not None:
                self._instrumentation.initialized()

    def requested(self, request: Any) -> None:
        """Takes what Lambda says of the next invocation."""
        self._raised = None
        self._request = Request(
            getattr(request, "invoke_id", None),
            getattr(request, "invoked_function_arn", None),
            getattr(request, "deadline_time_in_ms", None),
            getattr(request, "x_amzn_trace_id", None),
            getattr(request, "client_context", None),
        )

    def begin(self, event: Any, received: Any) -> None:
        """Begins the invocation, whose event the runtime has read from what it has received."""
        if self._instrumentation is not None and self._request is not None:
            self._instrumentation.begin(event, self._request, received)

    def raised(self, error: BaseException | None) -> None:
        """Takes what the handler raised, from the runtime's report of it."""
        self._raised = error

    def returned(self, response: Any) -> None:
        """Takes what the handler returned, of which the runtime is about to make JSON."""
        if self._instrumentation is not None:
            self._instrumentation.leave(response, None)

    def marshalled(self, response: Any) -> None:
        """Takes what the runtime has made of the response: its text, and the text's type."""
        if self._instrumentation is not None:
            self._instrumentation.marshalled(response)

    def failed(self, report: Any) -> None:
        """Takes the runtime's report of an error, JSON, where the handler's own is not known."""
        if self._instrumentation is None:
            return
        raised, self._raised = self._raised, None
        if raised is not None:
            self._instrumentation.leave(None, raised)
            return
        described = loads(report)
        self._instrumentation.fail(
            str(described.get("errorType", "")), str(described.get("errorMessage", ""))
        )

    def finish(self) -> None:
        """Ends the invocation, and lets the flush have its turn."""
        if self._instrumentation is not None:
            self._instrumentation.finish()

    def exiting(self, error: BaseException) -> None:
        """Takes what ends the process, perhaps in an invocation."""
        if self._instrumentation is not None:
            self._instrumentation.leave(None, error)
            self._instrumentation.finish(exiting=True)

    def before_snapshot(self) -> None:
        """Takes note that a snapshot of the process is about to be taken."""
        self.initialized()
        if self._instrumentation is not None:
            self._instrumentation.before_snapshot()

    def restored(self) -> None:
        """Takes note that the process is now one of many that were made from a snapshot."""
        if self._instrumentation is not None:
            self._instrumentation.restored()


runtime = Runtime()
"""The one of this process."""


def hook_client(module: ModuleType) -> bool:
    """Hooks `awslambdaric.lambda_runtime_client`, if it is as known."""
    client: Any = getattr(module, "BaseLambdaRuntimeClient", None) or getattr(
        module, "LambdaRuntimeClient", None
    )
    missing = [name for name in _METHODS if not callable(getattr(client, name, None))]
    if missing or not hasattr(client, "marshaller"):
        warn(
            "this version of awslambdaric is not known, it has no"
            f" {', '.join(missing) or 'marshaller'}: the function is not traced"
        )
        return False
    init, wait = client.__init__, client.wait_next_invocation
    post_result, post_error = client.post_invocation_result, client.post_invocation_error

    def start_client(self: Any, *arguments: Any, **named: Any) -> None:
        init(self, *arguments, **named)
        _guarded(runtime.start)

    def wait_next_invocation(self: Any) -> Any:
        _guarded(runtime.initialized)
        request = wait(self)
        _guarded(runtime.requested, request)
        # that of the class, which the function may have set, as it may have set it in the instance
        marshaller = self.__dict__.get("marshaller") or type(self).marshaller
        self.marshaller = marshaller if type(marshaller) is Marshaller else Marshaller(marshaller)
        return request

    def post_invocation_result(self: Any, *arguments: Any, **named: Any) -> Any:
        _guarded(runtime.finish)
        return post_result(self, *arguments, **named)

    def post_invocation_error(self: Any, invoke_id: Any, error: Any, *arguments: Any, **named: Any) -> Any:
        _guarded(runtime.failed, error)
        _guarded(runtime.finish)
        return post_error(self, invoke_id, error, *arguments, **named)

    client.__init__ = start_client
    client.wait_next_invocation = wait_next_invocation
    client.post_invocation_result = post_invocation_result
    client.post_invocation_error = post_invocation_error
    _hook_snapshot(client)
    return True


def _hook_snapshot(client: Any) -> None:
    restore = getattr(client, "restore_next", None)
    if restore is None:
        return

    def restore_next(self: Any, *arguments: Any, **named: Any) -> Any:
        _guarded(runtime.before_snapshot)
        result = restore(self, *arguments, **named)
        _guarded(runtime.restored)
        return result

    client.restore_next = restore_next


def hook_bootstrap(module: ModuleType) -> None:
    """Hooks `awslambdaric.bootstrap`, which looks at the handler's exception while it reports it."""
    extract = getattr(module, "extract_traceback", None)
    if extract is None:
        return

    def extract_traceback(*arguments: Any) -> Any:
        runtime.raised(sys.exc_info()[1])
        # those of patched libraries' functions, and of the marshaller where a response fails
        return [frame for frame in extract(*arguments) if not frame[0].startswith(_LAYER)]

    module.extract_traceback = extract_traceback  # type: ignore[attr-defined]


class Marshaller:
    """The runtime's marshaller, or the function's own: events and responses pass through it."""

    def __init__(self, marshaller: Any) -> None:
        self._marshaller = marshaller

    def __getattr__(self, name: str) -> Any:
        return getattr(self._marshaller, name)

    def unmarshal_request(self, *arguments: Any, **named: Any) -> Any:
        """Lets the event be read, and begins the invocation."""
        received = arguments[0] if arguments else None
        try:
            event = self._marshaller.unmarshal_request(*arguments, **named)
        except Exception:
            _guarded(runtime.begin, None, received)
            raise
        _guarded(runtime.begin, event, received)
        return event

    def marshal_response(self, response: Any) -> Any:
        """Takes the response, and lets JSON be made of it."""
        _guarded(runtime.returned, response)
        marshalled = self._marshaller.marshal_response(response)
        _guarded(runtime.marshalled, marshalled)
        return marshalled


def _create() -> FunctionInstrumentation | None:
    """Makes telemetry and instrumentation; None, with a line, where that is not possible."""
    settings = Settings()
    try:
        if settings.distribution and not settings.sdk_disabled:
            from otel_lambda.sdk import distribution

            distribution.configure(settings.distribution)
        if settings.config_file:
            from otel_lambda import declarative

            settings = declarative.read(settings.config_file, settings)
        if settings.sdk_disabled:
            return None
        settings.check_setup()
        telemetry = Telemetry(settings)
        set_telemetry(telemetry)
        instrumentation = FunctionInstrumentation(telemetry)
        registry.install(telemetry)
        api_registry.install(telemetry)
        if settings.exporters("logs"):
            from otel_lambda.function import logs

            logs.install(telemetry)
        _renew_after_fork(telemetry)
        return instrumentation
    except Exception as error:
        set_telemetry(None)
        warn_failure("the function is not traced", error)
        return None


def _renew_after_fork(telemetry: Telemetry) -> None:
    def in_child() -> None:
        if get_telemetry() is telemetry:
            from otel_lambda.wrapper.fork import renew

            renew(telemetry)

    os.register_at_fork(after_in_child=in_child)


def _guarded(action: Any, *arguments: Any) -> None:
    """Keeps from the runtime whatever goes wrong in the layer."""
    try:
        action(*arguments)
    except Exception as error:
        warn_failure("an invocation is not traced as it should be", error)
