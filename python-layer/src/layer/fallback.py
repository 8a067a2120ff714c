"""What is done where the layer has no code for this Python, or its files are broken.

Not in the launcher, since Python compiles that at each start.
"""

import sys


def launcher(home, script):
    """Returns what launches, from sources, and the loader; else the interpreter starts without `script`."""
    try:
        layer = _from_sources(home)
        return layer.load("otel_lambda.launch").launch, layer
    except Exception as error:
        from os import execv

        _say(error)
        command = getattr(sys, "orig_argv", [sys.executable, *sys.argv])
        execv(sys.executable, [each for each in command if each != script])


def handler(home):
    """Returns the function's own handler, traced from sources if that is possible."""
    load = None
    try:
        layer = _from_sources(home)
        load = layer.load("otel_lambda.wrapper.handler").load
    except Exception as error:
        _say(error)
    if load is not None:
        return load(layer.forget)
    from os import environ

    bootstrap = sys.modules["awslambdaric.bootstrap"]
    return bootstrap._get_handler(environ["OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER"])


def _from_sources(home):
    with open(f"{home}/sources.index", "rb") as file:
        index = file.read()
    text = index[20 : 20 + int.from_bytes(index[16:20], "little")]
    loader = {"__name__": "otel_lambda.loader"}
    exec(compile(text, f"{home}/otel_lambda/loader.py", "exec", dont_inherit=True), loader)
    return loader["from_index"](home, index)


def _say(error):
    print(f"[otel] the function runs without this layer: {error!r}", file=sys.stderr, flush=True)
