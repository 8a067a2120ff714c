# Loads the layer's first step, which becomes what otel-handler was to start. Short, as Python compiles
# it at each start; this module's globals become those of the script, so nothing of it stays.
def _start():
    import sys

    values = globals()
    here = __file__.rpartition("/")[0]
    loader = {"__name__": "otel_lambda.loader"}
    try:
        try:
            from _frozen_importlib_external import MAGIC_NUMBER
            from marshal import loads

            with open(f"{here}/{sys.implementation.cache_tag}.index", "rb") as file:
                index = file.read()
            if index[:4] != MAGIC_NUMBER:
                raise OSError("compiled for another Python")
            code = loads(memoryview(index)[20:])
        except OSError:
            with open(f"{here}/sources.index", "rb") as file:
                index = file.read()
            text = index[20 : 20 + int.from_bytes(index[16:20], "little")]
            code = compile(text, f"{here}/otel_lambda/loader.py", "exec", dont_inherit=True)
        exec(code, loader)
        layer = loader["from_index"](here, index)
        launch = layer.load("otel_lambda.launch").launch
    except Exception as error:
        from os import execv

        print(f"[otel] the function runs without this layer: {error!r}", file=sys.stderr, flush=True)
        command = getattr(sys, "orig_argv", [sys.executable, *sys.argv])
        execv(sys.executable, [each for each in command if each != __file__])
    del values["_start"]
    launch(here, values, layer)


_start()
