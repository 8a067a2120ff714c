"""The layer's first step in the function's process, before AWS's runtime is imported."""

from __future__ import annotations

from otel_lambda.finder import finder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def start() -> None:
    """Waits for AWS's runtime to be imported, and hooks it then."""
    finder.add("awslambdaric.bootstrap", _hook)
    finder.install()


def _hook(bootstrap: ModuleType) -> None:
    from otel_lambda.wrapper.runtime import hook

    hook(bootstrap)
