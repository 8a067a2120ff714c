"""The layer's first step in the function's process, before AWS's runtime is imported."""

from __future__ import annotations

from otel_lambda.finder import finder
from otel_lambda.wrapper import garbage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


def start(loaded: Callable[[], None]) -> Callable[[BaseException], None]:
    """Waits for AWS's runtime to be imported, and hooks it then.

    `loaded` is called once most of the layer is loaded, before the function's code is.

    Returns what is to be called with an exception that ends the process.
    """
    followers: list[Callable[[BaseException], None]] = []

    def hook_client(module: ModuleType) -> None:
        from otel_lambda.wrapper import runtime

        followers.append(runtime.runtime.exiting)
        runtime.runtime.loaded = loaded
        if not runtime.hook_client(module):
            loaded()

    def end(error: BaseException) -> None:
        from otel_lambda.wrapper import exit

        exit.end(error, followers)

    garbage.hold_back()
    finder.add("awslambdaric.lambda_runtime_client", hook_client)
    finder.add("awslambdaric.bootstrap", _hook_bootstrap)
    finder.install()
    return end


def _hook_bootstrap(module: ModuleType) -> None:
    from otel_lambda.wrapper.runtime import hook_bootstrap

    hook_bootstrap(module)
