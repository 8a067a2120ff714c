"""Lines on the function's log that say what had to be left out, each printed once."""

from __future__ import annotations

import os

_MAX_MESSAGES = 100
_MAX_LENGTH = 2000
_printed: set[str] = set()


def warn(message: str) -> None:
    """Prints `[otel] message`, unless the same has been printed before."""
    warn_once(message, message)


def warn_failure(what: str, cause: BaseException) -> None:
    """Prints `[otel] what: cause`, once for each type of cause."""
    warn_once(what + type(cause).__name__, f"{what}: {describe(cause)}")


def warn_once(kind: str, message: str) -> None:
    """Prints `[otel] message`, unless a message of this kind has been printed before."""
    if kind in _printed or len(_printed) >= _MAX_MESSAGES:
        return
    _printed.add(kind)
    if not message.isprintable():
        # a backend's own words may steer a terminal, or look like lines of another's
        message = "".join([each if each.isprintable() else " " for each in message])
    if len(message) > _MAX_LENGTH:
        # a value may be long, and what is said of it stands behind it
        message = f"{message[: _MAX_LENGTH // 2]} … {message[-_MAX_LENGTH // 2 :]}"
    line = f"[otel] {message}\n"
    try:
        # not sys.stderr, which may be the function's own
        os.write(2, line.encode("utf-8", "replace"))
    except OSError:
        pass


def debug(message: str) -> None:
    """Prints `[otel] message` once, if OTEL_LOG_LEVEL is debug."""
    if os.environ.get("OTEL_LOG_LEVEL", "").strip().lower() == "debug":
        warn(message)


def describe(cause: BaseException) -> str:
    """Returns the type and message of an exception whose `__str__` may itself fail."""
    name = type(cause).__name__
    try:
        text = str(cause)
    except Exception:
        return name
    return f"{name}: {text}" if text else name
