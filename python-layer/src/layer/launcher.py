# Loads the layer's first step, which becomes what otel-handler was to start. Short, as Python compiles
# it at each start; this module's globals become those of the script, so nothing of it stays.
def _start():
    import sys

    values = globals()
    here = __file__.rpartition("/")[0]
    try:
        from _frozen_importlib_external import MAGIC_NUMBER
        from marshal import loads

        with open(f"{here}/{sys.implementation.cache_tag}.index", "rb") as file:
            index = file.read()
        if index[:4] != MAGIC_NUMBER:
            raise OSError("compiled for another Python")
        loader = {"__name__": "otel_lambda.loader"}
        exec(loads(memoryview(index)[20:]), loader)
        layer = loader["from_index"](here, index)
        launch = layer.load("otel_lambda.launch").launch
    except Exception:
        fallback = {}
        with open(f"{here}/fallback.py") as file:
            exec(file.read(), fallback)
        launch, layer = fallback["launcher"](here, __file__)
    del values["_start"]
    launch(here, values, layer)


_start()
