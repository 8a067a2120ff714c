"""Becomes what otel-handler was to start: a script, or a module after `-m`."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.loader import Loader

_STACK = 15_500
"""How deep the interpreter is told that `launch` stacks: of the memory that it reserves for that, 256 KB,
the frames of the function's imports take the rest. It would allocate and free 16 KB whenever their depth
crosses a limit, 700 times while boto3 is loaded. Memory that is not used is not there."""


def launch(here: str, values: dict[str, Any], loader: Loader) -> None:
    """Hooks the runtime, then runs the script in `values`, the globals of `__main__`.

    `sys.argv` begins with the launcher, which lies in the folder `here`.
    """
    launcher = values["__file__"]
    arguments = sys.argv[1:]
    is_module = arguments[0] == "-m"
    target = arguments[1] if is_module else arguments[0]
    sys.argv[:] = ["-m", *arguments[2:]] if is_module else arguments
    if hasattr(sys, "orig_argv"):
        sys.orig_argv[:] = [each for each in sys.orig_argv if each != launcher]
    if sys.path and sys.path[0] == here:  # not so with PYTHONSAFEPATH
        sys.path[0] = __import__("os").getcwd() if is_module else target.rpartition("/")[0] or "."
    values["__file__"] = target
    end = None
    try:
        end = loader.load("otel_lambda.start").start(loader.forget)
    except Exception as error:
        loader.forget()
        sys.stderr.write(f"[otel] the function is not traced: {type(error).__name__}: {error}\n")
    # the function's stack is as deep as without this function, the launcher and, before 3.12, exec
    sys.setrecursionlimit(sys.getrecursionlimit() + (3 if sys.version_info >= (3, 12) else 4))
    failure: BaseException
    try:
        if is_module:
            __import__("runpy")._run_module_as_main(target)
            return
        with open(target, "rb") as file:
            code = compile(file.read(), target, "exec", dont_inherit=True)
        values["__loader__"] = type(values["__loader__"])("__main__", target)
        exec(code, values)
        return
    except BaseException as error:
        failure = error
    try:
        if end is not None:
            end(failure)
        raise failure
    finally:
        # what the function's frames hold goes before the interpreter ends
        del failure


if sys.version_info >= (3, 11):
    launch.__code__ = launch.__code__.replace(co_stacksize=_STACK)
