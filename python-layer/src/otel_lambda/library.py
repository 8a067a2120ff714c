"""Python's own library, as the layer imports it beside the function's code.

The function's folder comes before the library's on `sys.path`, so a file of its own may have a module's
name; and what is in `sys.modules` is what the function gets when it imports that name. So a module that
the function has not loaded is looked for in the library's folders, and is the layer's alone.
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib import module_from_spec
from _frozen_importlib_external import PathFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_HOME = os.__file__.rpartition("/")[0] + "/"
_FOLDERS = [_HOME[:-1], _HOME + "lib-dynload"]
_PREFIX = "otel_lambda.library."
"""Of the modules' names, as some look themselves up in `sys.modules` while their code runs."""

_ModuleType = type(sys)
_modules: dict[str, Any] = {}
"""The layer's own, by the names in the library; None for what that lacks."""


def import_module(name: str, package: str, fromlist: Sequence[str], level: int) -> Any:
    """Returns what `__import__` returns, for code in `package`; None where the library lacks the module."""
    if level:
        package = package[len(_PREFIX) :].rsplit(".", level - 1)[0]
        name = f"{package}.{name}" if name else package
    module = _load(name)
    if module is None or not fromlist:
        return module and _load(name.partition(".")[0])
    if hasattr(module, "__path__"):
        for each in fromlist:
            if each != "*" and not hasattr(module, each):
                _load(f"{name}.{each}")
    return module


def _load(name: str) -> Any:
    """Returns the function's module if it is the library's, else the layer's own, or None."""
    module = sys.modules.get(name)
    if module is not None and _is_of_the_library(module):
        return module
    if name in _modules:
        return _modules[name]
    package, _, own_name = name.rpartition(".")
    parent = _load(package) if package else None
    folders = getattr(parent, "__path__", ()) if package else _FOLDERS
    spec = PathFinder.find_spec(_PREFIX + name, folders)
    if spec is None or spec.loader is None:
        _modules[name] = None
        return None
    module = _execute(name, spec)
    if parent is not None:
        setattr(parent, own_name, module)
    return module


def _is_of_the_library(module: Any) -> bool:
    spec = vars(module).get("__spec__") if type(module) is _ModuleType else None
    origin = str(getattr(spec, "origin", None))
    return origin in ("built-in", "frozen") or origin.startswith(_HOME)


def _execute(name: str, spec: Any) -> Any:
    try:
        module = _modules[name] = sys.modules[spec.name] = module_from_spec(spec)
        # what it imports comes from here, too
        module.__dict__["__builtins__"] = globals()["__builtins__"]
        spec.loader.exec_module(module)
        return module
    except BaseException:
        _modules.pop(name, None)
        raise
    finally:
        sys.modules.pop(spec.name, None)
