"""The execution wrapper as a handler, for images that start awslambdaric themselves.

Put this file's folder on PYTHONPATH, set the function's handler to `otel_handler.handler`, and
OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER to the handler it had.
"""


def _load():
    import sys

    load = None
    home = __file__.rpartition("/")[0].rpartition("/")[0]
    try:
        from _frozen_importlib_external import MAGIC_NUMBER
        from marshal import loads

        with open(f"{home}/{sys.implementation.cache_tag}.index", "rb") as file:
            index = file.read()
        if index[:4] != MAGIC_NUMBER:
            raise OSError("compiled for another Python")
        loader = {"__name__": "otel_lambda.loader"}
        exec(loads(memoryview(index)[20:]), loader)
        layer = loader["from_index"](home, index)
        load = layer.load("otel_lambda.wrapper.handler").load
    except Exception:
        pass
    if load is not None:
        return load(layer.forget)
    # out of the clause, so that what the function's code raises has no other context
    fallback = {}
    with open(f"{home}/fallback.py") as file:
        exec(file.read(), fallback)
    return fallback["handler"](home)


handler = _load()
del _load
