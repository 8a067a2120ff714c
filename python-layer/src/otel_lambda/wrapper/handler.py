"""The execution wrapper where it is itself the handler that AWS's runtime finds."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def load() -> Any:
    """Returns the function's handler, traced; what the runtime raises for a bad name is raised."""
    from otel_lambda.finder import finder
    from otel_lambda.settings import Settings
    from otel_lambda.wrapper.runtime import create, load_traced

    bootstrap = sys.modules["awslambdaric.bootstrap"]
    name = Settings().wrapped_handler
    instrumentation = create()
    if instrumentation is None:
        return bootstrap._get_handler(name)
    finder.install()
    return load_traced(bootstrap._get_handler, name, bootstrap, instrumentation)
