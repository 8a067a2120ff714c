# Starts the layer, then becomes what otel-handler was to start: a script, or a module after -m.
# This module's globals become those of the script, so nothing of it stays.
def _start():
    import sys

    values = globals()
    arguments = sys.argv[1:]
    here = __file__.rpartition("/")[0]
    is_module = arguments[0] == "-m"
    target = arguments[1] if is_module else arguments[0]
    sys.argv[:] = ["-m", *arguments[2:]] if is_module else arguments
    if hasattr(sys, "orig_argv"):
        sys.orig_argv[:] = [each for each in sys.orig_argv if each != __file__]
    if sys.path and sys.path[0] == here:  # not so with PYTHONSAFEPATH
        sys.path[0] = __import__("os").getcwd() if is_module else target.rpartition("/")[0] or "."
    end = None
    try:
        end = _load(here).load("otel_lambda.start").start()
    except Exception as error:
        sys.stderr.write(f"[otel] the function is not traced: {type(error).__name__}: {error}\n")
    del values["_start"], values["_load"]
    values["__file__"] = target
    # the function's stack is as deep as without this function and this module
    sys.setrecursionlimit(sys.getrecursionlimit() + 2)
    try:
        if is_module:
            __import__("runpy")._run_module_as_main(target)
            return
        with open(target, "rb") as file:
            code = compile(file.read(), target, "exec", dont_inherit=True)
        values["__loader__"] = type(values["__loader__"])("__main__", target)
        exec(code, values)
    except BaseException as error:
        if end is not None:
            end(error, error.__traceback__.tb_next)
        raise


def _load(here):
    import sys
    from _frozen_importlib_external import MAGIC_NUMBER
    from marshal import loads

    try:
        with open(f"{here}/{sys.implementation.cache_tag}.pack", "rb") as file:
            data = file.read()
    except OSError:
        data = b""
    loader = {"__name__": "otel_lambda.loader"}
    if data[:4] == MAGIC_NUMBER:
        pack = loads(memoryview(data)[16:])
        exec(loads(pack["otel_lambda.loader"]), loader)
        return loader["from_pack"](pack)
    path = f"{here}/src/otel_lambda/loader.py"
    with open(path, "rb") as file:
        exec(compile(file.read(), path, "exec", dont_inherit=True), loader)
    return loader["from_sources"](f"{here}/src")


_start()
