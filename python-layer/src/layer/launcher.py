# Loads the layer's first step, which becomes what otel-handler was to start. Short, as Python compiles
# it at each start; this module's globals become those of the script, so nothing of it stays.
def _start():
    import sys

    values = globals()
    here = __file__.rpartition("/")[0]
    loader = {"__name__": "otel_lambda.loader"}
    try:
        from _frozen_importlib_external import MAGIC_NUMBER
        from marshal import loads

        with open(f"{here}/{sys.implementation.cache_tag}.pack", "rb") as file:
            data = file.read()
        if data[:4] != MAGIC_NUMBER:
            raise OSError("compiled for another Python")
        exec(loads(memoryview(data)[24:]), loader)
        layer = loader["from_pack"](file.name, data)
    except OSError:
        path = f"{here}/src/otel_lambda/loader.py"
        with open(path, "rb") as file:
            exec(compile(file.read(), path, "exec", dont_inherit=True), loader)
        layer = loader["from_sources"](f"{here}/src")
    del values["_start"]
    layer.load("otel_lambda.launch").launch(here, values, layer)


_start()
