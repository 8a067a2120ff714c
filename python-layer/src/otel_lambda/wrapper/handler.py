"""The way in where the layer stands in the handler's place, in images that start awslambdaric themselves."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def load(loaded: Callable[[], None]) -> Any:
    """Returns the function's own handler; what the runtime raises for a bad name is raised.

    `loaded` is called before the function's code is.
    """
    import atexit

    from otel_lambda.finder import finder
    from otel_lambda.settings import Settings
    from otel_lambda.wrapper import garbage
    from otel_lambda.wrapper.runtime import hook_bootstrap, hook_client, runtime

    runtime.loaded = loaded
    hook_client(sys.modules["awslambdaric.lambda_runtime_client"])
    bootstrap = sys.modules["awslambdaric.bootstrap"]
    hook_bootstrap(bootstrap)
    finder.install()
    garbage.hold_back()
    runtime.start()
    atexit.register(lambda: runtime.exiting(SystemExit()))
    return bootstrap.__dict__["_get_handler"](Settings().wrapped_handler)
