"""Loads the layer's own modules: from marshalled code, and not into `sys.modules`.

A function sees neither their names nor a path to them. Each module runs with builtins of its own,
in which `__import__` knows this package and leaves everything else to Python's.
"""

from __future__ import annotations

import builtins
import sys
from _thread import RLock
from marshal import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import CodeType
    from typing import Any

PACKAGE = "otel_lambda"

_Module = type(sys)


class Loader:
    """The modules that have been loaded, and the code of the others."""

    def __init__(self, find: Callable[[str], CodeType | None]) -> None:
        """Takes what returns a module's code by its name, or None if there is none."""
        self._find = find
        self._modules: dict[str, Any] = {}
        self._lock = RLock()
        self._builtins = dict(builtins.__dict__)
        self._builtins["__import__"] = self._import
        self.forget: Callable[[], None] = lambda: None

    def load(self, name: str) -> Any:
        """Returns a module of this package; raises ImportError if there is none of this name."""
        module = self._modules.get(name)
        if module is None:
            with self._lock:
                module = self._modules.get(name)
                if module is None:
                    module = self._execute(name)
        return module

    def _execute(self, name: str) -> Any:
        code = self._find(name)
        if code is None:
            raise ImportError(f"the layer has no module {name}", name=name)
        module = _Module(name)
        values = module.__dict__
        values["__builtins__"] = self._builtins
        values["__file__"] = code.co_filename
        self._modules[name] = module
        try:
            exec(code, values)
        except BaseException:
            del self._modules[name]
            raise
        return module

    def _import(
        self,
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        if not name.startswith(PACKAGE) or level:
            return builtins.__import__(name, globals, locals, fromlist or (), level)
        module = self.load(name)
        for each in fromlist or ():
            if each not in module.__dict__:
                module.__dict__[each] = self.load(f"{name}.{each}")
        return module


def from_pack(path: str, data: bytes) -> Loader:
    """Returns a loader of a pack's modules (see tools/pack.py), of which `data` is the content.

    The content is let go of when `forget` is called on the loader; it is read again for what is loaded later.
    """
    size = int.from_bytes(data[16:20], "little") + 24
    index = loads(memoryview(data)[size:])
    start = size + int.from_bytes(data[20:24], "little")
    kept = [data]

    def find(name: str) -> CodeType | None:
        place = index.get(name)
        if place is None:
            return None
        if kept:
            content = kept[0]
        else:
            with open(path, "rb") as file:
                content = file.read()
        code: CodeType = loads(memoryview(content)[start + place :])
        return code

    loader = Loader(find)
    loader.forget = kept.clear
    return loader


def from_sources(folder: str) -> Loader:
    """Returns a loader of the sources below a folder, for a Python that nobody has compiled for."""

    def find(name: str) -> CodeType | None:
        path = f"{folder}/{name.replace('.', '/')}"
        for candidate in (path + ".py", path + "/__init__.py"):
            try:
                with open(candidate, "rb") as file:
                    source = file.read()
            except OSError:
                continue
            return compile(source, candidate, "exec", dont_inherit=True, optimize=2)
        return None

    return Loader(find)
