"""The execution wrapper as a handler, for images that start awslambdaric themselves.

Put this file's folder on PYTHONPATH, set the function's handler to `otel_handler.handler`, and
OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER to the handler it had.
"""


def _load():
    import sys

    home = __file__.rpartition("/")[0].rpartition("/")[0]
    loader = {"__name__": "otel_lambda.loader"}
    try:
        try:
            from _frozen_importlib_external import MAGIC_NUMBER
            from marshal import loads

            with open(f"{home}/{sys.implementation.cache_tag}.index", "rb") as file:
                index = file.read()
            if index[:4] != MAGIC_NUMBER:
                raise OSError("compiled for another Python")
            code = loads(memoryview(index)[20:])
        except OSError:
            with open(f"{home}/sources.index", "rb") as file:
                index = file.read()
            text = index[20 : 20 + int.from_bytes(index[16:20], "little")]
            code = compile(text, f"{home}/otel_lambda/loader.py", "exec", dont_inherit=True)
        exec(code, loader)
        layer = loader["from_index"](home, index)
        load = layer.load("otel_lambda.wrapper.handler").load
    except Exception as error:
        from os import environ

        print(f"[otel] the function runs without this layer: {error!r}", file=sys.stderr, flush=True)
        bootstrap = sys.modules["awslambdaric.bootstrap"]
        return bootstrap._get_handler(environ["OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER"])
    return load(layer.forget)


handler = _load()
del _load
