"""The execution wrapper as a handler, for images that start awslambdaric themselves.

Put this file's folder on PYTHONPATH, set the function's handler to `otel_handler.handler`, and
OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER to the handler it had.
"""


def _load():
    import sys
    from _frozen_importlib_external import MAGIC_NUMBER
    from marshal import loads

    home = __file__.rpartition("/")[0].rpartition("/")[0]
    loader = {"__name__": "otel_lambda.loader"}
    try:
        with open(f"{home}/{sys.implementation.cache_tag}.pack", "rb") as file:
            data = file.read()
        if data[:4] != MAGIC_NUMBER:
            raise OSError("compiled for another Python")
    except OSError:
        path = f"{home}/src/otel_lambda/loader.py"
        with open(path, "rb") as file:
            exec(compile(file.read(), path, "exec", dont_inherit=True), loader)
        return loader["from_sources"](f"{home}/src")
    exec(loads(memoryview(data)[24:]), loader)
    return loader["from_pack"](file.name, data)


handler = _load().load("otel_lambda.wrapper.handler").load()
del _load
