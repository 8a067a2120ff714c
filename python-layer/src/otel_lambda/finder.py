"""Changes modules when the function imports them first.

One finder on `sys.meta_path` knows their names. It takes the spec that Python finds, and lets a
patch run once the module's own code has run; module, spec and loader are Python's.
"""

from __future__ import annotations

import sys

from otel_lambda.diagnostics import warn_failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    Patch = Callable[[ModuleType], None]


class PatchFinder:
    """The patches by the modules' names; each is applied once, in the order they came."""

    def __init__(self) -> None:
        self._patches: dict[str, list[Patch]] = {}
        self._preparations: dict[str, Callable[[], Callable[[], None]]] = {}
        self._finding: set[str] = set()

    def add(self, module: str, patch: Patch, prepare: Callable[[], Callable[[], None]] | None = None) -> None:
        """Adds a patch, which is applied at once if the module is there already.

        `prepare` is called before the module's code runs, and what it returns, right after.
        """
        loaded = sys.modules.get(module)
        if loaded is not None:
            apply(module, patch, loaded)
        else:
            self._patches.setdefault(module, []).append(patch)
            if prepare is not None:
                self._preparations[module] = prepare

    def install(self) -> None:
        """Becomes the first that is asked for a module."""
        sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Returns the spec of the others, with a loader that patches; None for most names."""
        if name not in self._patches or name in self._finding:
            return None
        self._finding.add(name)
        try:
            spec = self._find_by_others(name, path, target)
        finally:
            self._finding.discard(name)
        if spec is not None and hasattr(spec.loader, "exec_module"):
            spec.loader = _PatchingLoader(spec.loader, self)
        elif spec is not None and hasattr(spec.loader, "load_module"):
            from otel_lambda.zip_loader import LoadingLoader

            spec.loader = LoadingLoader(spec, self.prepare, self.loaded)
        return spec

    def prepare(self, name: str) -> Callable[[], None] | None:
        """Prepares for a module's code to run; returns what is to be called when it has."""
        prepare = self._preparations.get(name)
        return None if prepare is None else prepare()

    def loaded(self, module: ModuleType) -> None:
        """Patches a module whose code has run. Until then its spec may have been looked for in vain."""
        name = module.__name__
        self._preparations.pop(name, None)
        for patch in self._patches.pop(name, ()):
            apply(name, patch, module)

    def _find_by_others(self, name: str, path: Any, target: Any) -> Any:
        finders = list(sys.meta_path)
        if self in finders:
            # those before this one have been asked already
            del finders[: finders.index(self) + 1]
        for finder in finders:
            if hasattr(finder, "find_spec"):
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    return spec
        return None


class _PatchingLoader:
    """A module's own loader, followed by patches; leaves no trace in the module."""

    def __init__(self, loader: Any, finder: PatchFinder) -> None:
        self._loader = loader
        self._finder = finder

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: Any) -> Any:
        """Lets the module's own loader create it."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Lets the module's own loader run its code, then patches it."""
        spec = module.__spec__
        if spec is not None:
            spec.loader = self._loader
        module.__loader__ = self._loader
        undo = self._finder.prepare(module.__name__)
        try:
            self._loader.exec_module(module)
        finally:
            if undo is not None:
                undo()
        self._finder.loaded(module)


# Python leaves the frames of imports out of tracebacks as far as nothing else is between them
_execute: Any = _PatchingLoader.exec_module
_execute.__code__ = _execute.__code__.replace(co_filename="<frozen importlib._bootstrap>")


def apply(name: str, patch: Patch, module: ModuleType) -> None:
    """Applies a patch; one that fails leaves the module as far as it came, with a line."""
    try:
        patch(module)
    except Exception as error:
        warn_failure(f"calls of {name} are not traced", error)


finder = PatchFinder()
"""The one of this process."""
