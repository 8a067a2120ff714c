"""Patches modules in a zip on Python 3.9, whose zipimport loads them in the old way: by `load_module`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any


class LoadingLoader:
    """A module's own loader, followed by patches; leaves no trace in the module.

    Without `exec_module`, by whose absence Python knows how to load.
    """

    def __init__(
        self,
        spec: Any,
        prepare: Callable[[str], Callable[[], None] | None],
        loaded: Callable[[ModuleType], None],
    ) -> None:
        """Takes what is to be called before the module's code runs and after, as `PatchFinder` has them."""
        self._spec = spec
        self._loader = spec.loader
        self._prepare = prepare
        self._loaded = loaded

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def load_module(self, name: str) -> ModuleType:
        """Lets the module's own loader load it, then patches it."""
        self._spec.loader = self._loader
        undo = self._prepare(name)
        try:
            module: ModuleType = self._loader.load_module(name)
        finally:
            if undo is not None:
                undo()
        self._loaded(module)
        return module
