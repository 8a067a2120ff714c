"""Values of attributes: what OTLP can carry, within the limits."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_SCALARS = (str, bool, int, float, bytes)


def clean(value: Any, max_length: int | None) -> Any:
    """Returns a scalar, or a tuple of scalars of one type; None for what is neither."""
    kind = type(value)
    if kind is str:
        return value if max_length is None else value[:max_length]
    if kind in (bool, int, float):
        return value
    try:
        if isinstance(value, _SCALARS):
            return _scalar(value, max_length)
        if isinstance(value, (list, tuple)):
            return _sequence(value, max_length)
    except Exception:
        # a class of the function's may do anything
        pass
    return None


def _scalar(value: Any, max_length: int | None) -> Any:
    """Makes a plain value of a subclass's, such as an enum's; bytes are text where they can be."""
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            return None
    if isinstance(value, str):
        value = str.__str__(value)
        return value if max_length is None else value[:max_length]
    return int(value) if isinstance(value, int) else float(value)


def _sequence(values: Any, max_length: int | None) -> Any:
    cleaned: list[Any] = []
    kind: type | None = None
    for value in values:
        if value is not None:
            if not isinstance(value, _SCALARS):
                return None
            value = clean(value, max_length)
            if value is None:
                continue
            if kind is None:
                kind = type(value)
            elif type(value) is not kind:
                return None
        cleaned.append(value)
    return tuple(cleaned)


def pairs(attributes: Any) -> list[tuple[Any, Any]]:
    """Returns the members of what should be a mapping; none of what is not."""
    try:
        return list(attributes.items())
    except Exception:
        return []


def text(value: Any) -> str:
    """Returns a text for what should be one."""
    if type(value) is str:
        return value
    try:
        return str.__str__(value if isinstance(value, str) else str(value))
    except Exception:
        return type(value).__name__


def clean_all(
    attributes: Mapping[str, Any] | None, limit: int, max_length: int | None
) -> tuple[dict[str, Any], int]:
    """Returns what can be kept, and how many were dropped for the limit."""
    kept: dict[str, Any] = {}
    dropped = 0
    for key, value in pairs(attributes):
        if not isinstance(key, str) or not key:
            continue
        value = clean(value, max_length)
        if value is None:
            continue
        if key not in kept and len(kept) >= limit:
            dropped += 1
        else:
            kept[key] = value
    return kept, dropped
