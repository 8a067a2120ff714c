"""Loads the layer's own modules: from marshalled code or sources, and not into `sys.modules`.

A function sees neither their names nor a path to them. Each module runs with builtins of its own,
in which `__import__` knows this package. Of other modules, those that are there before the function's
code is loaded are anyone's; for later ones see `library`.
"""

from __future__ import annotations

import builtins
import sys
from _thread import allocate_lock, get_ident
from marshal import loads
from posix import O_CLOEXEC, O_RDONLY, close, pread, register_at_fork
from posix import open as open_

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import CodeType
    from typing import Any

PACKAGE = "otel_lambda"

_INSTALLED = "/opt/otel-python"
"""Where the layer lies on Lambda; see tools/pack.py."""

_Module = type(sys)


class Loader:
    """The modules that have been loaded, and the code of the others."""

    def __init__(self, find: Callable[[str], CodeType | None], close_file: Callable[[], None]) -> None:
        """Takes what returns a module's code by its name, or None, and what closes the modules' file."""
        self._find = find
        self._close_file = close_file
        self._modules: dict[str, Any] = {}
        # with the owner no RLock: eventlet would replace it, and says so where it cannot
        self._lock = allocate_lock()
        self._owner = 0
        self._depth = 0
        self._builtins = dict(builtins.__dict__)
        self._builtins["__import__"] = self._import
        self._known: frozenset[str] | None = None
        """The modules that were there before the function's code was loaded; None until then."""

    def load(self, name: str) -> Any:
        """Returns a module of this package; raises ImportError if there is none of this name."""
        module = self._modules.get(name)
        if module is None:
            self.acquire()
            try:
                module = self._modules.get(name)
                if module is None:
                    module = self._execute(name)
            finally:
                self.release()
        return module

    def forget(self) -> None:
        """Takes note that the function's code is about to be loaded, and that little of the layer follows."""
        self._known = frozenset(sys.modules)
        self._close_file()

    def acquire(self) -> None:
        """Keeps other threads from loading modules; before a fork, too, as its child has this one only."""
        me = get_ident()
        if self._owner != me:
            self._lock.acquire()
            self._owner = me
        self._depth += 1

    def release(self) -> None:
        """Lets other threads load modules again."""
        self._depth -= 1
        if not self._depth:
            self._owner = 0
            self._lock.release()

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
            known = self._known
            # what begins with an underscore is named as no file of a function's
            if level or (known is not None and name not in known and name[0] != "_"):
                found = self._import_from_library(name, globals or {}, fromlist or (), level)
                if found is not None:
                    return found
            return builtins.__import__(name, globals, locals, fromlist or (), level)
        module = self.load(name)
        for each in fromlist or ():
            if each not in module.__dict__:
                module.__dict__[each] = self.load(f"{name}.{each}")
        return module

    def _import_from_library(
        self, name: str, globals: Mapping[str, Any], fromlist: Sequence[str], level: int
    ) -> Any:
        library = self.load(f"{PACKAGE}.library")
        self.acquire()
        try:
            return library.import_module(name, globals.get("__package__"), fromlist, level)
        finally:
            self.release()


def from_index(home: str, index: bytes) -> Loader:
    """Returns a loader of the modules in a folder's `modules.pack`, of which `index` says where each is.

    The file is kept open until `forget` is called on the loader, and opened again for what is loaded
    later. See tools/layer.py for the format.
    """
    places = loads(memoryview(index)[20 + int.from_bytes(index[16:20], "little") :])
    opened: list[int] = []

    def find(name: str) -> CodeType | None:
        if name not in places:
            return None
        place, size, is_compiled = places[name]
        file = opened[0] if opened else open_file()
        try:
            content = pread(file, size, place)
        finally:
            if not opened:
                close(file)
        if is_compiled:
            code: CodeType = loads(content)
            return code
        # as compiled modules have it, wherever the layer lies
        path = f"{_INSTALLED}/{name.replace('.', '/')}.py"
        return compile(content, path, "exec", dont_inherit=True, optimize=2)

    def open_file() -> int:
        return open_(home + "/modules.pack", O_RDONLY | O_CLOEXEC)

    def close_file() -> None:
        if opened:
            close(opened.pop())

    opened.append(open_file())
    loader = Loader(find, close_file)
    register_at_fork(before=loader.acquire, after_in_parent=loader.release, after_in_child=loader.release)
    return loader
