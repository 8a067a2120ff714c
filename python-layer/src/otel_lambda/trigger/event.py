"""An invocation's event, or a record in it, as far as it tells what triggered the invocation."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_TEXT = 16 * 1024


def node(event: Any, *path: str) -> Any:
    """Returns what is at the end of the path, or None."""
    for name in path:
        if type(event) is not dict:
            return None
        event = event.get(name)
    return event


def text(event: Any, *path: str) -> str | None:
    """Returns the string, number or boolean at the end of the path as a text, or None."""
    return as_text(node(event, *path))


def as_text(value: Any) -> str | None:
    """Returns a JSON scalar as a text; None for what is none, and for a very long text."""
    if type(value) is str:
        return value if len(value) <= MAX_TEXT else None
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) in (int, float):
        return repr(value)
    return None


def mapping(event: Any, *path: str) -> dict[str, Any]:
    """Returns the object at the end of the path, or an empty one."""
    found = node(event, *path)
    return found if type(found) is dict else {}


def array(event: Any, *path: str) -> list[Any]:
    """Returns the array at the end of the path, or an empty one."""
    found = node(event, *path)
    return found if type(found) is list else []


def headers(event: Any) -> dict[str, str]:
    """Returns the headers of an event by their names in lower case."""
    return {**lower_case(mapping(event, "headers")), **lower_case(mapping(event, "multiValueHeaders"))}


def lower_case(values: dict[str, Any]) -> dict[str, str]:
    """Returns headers by their names in lower case.

    Where a header was sent more than once, its values are joined by commas, as HTTP allows.
    """
    result: dict[str, str] = {}
    for name, value in values.items():
        if type(value) is list:
            texts = [as_text(each) for each in value]
            joined = ",".join([each for each in texts if each is not None])
            if texts and None not in texts:
                result[name.lower()] = joined
        else:
            single = as_text(value)
            if single is not None:
                result[name.lower()] = single
    return result
