"""Bytes that come as a list of numbers."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MAX_BYTES = 1024


def decode(value: Any) -> str | None:
    """Returns the text in UTF-8; None for what is no list of bytes, or a long one."""
    if type(value) is not list or len(value) > _MAX_BYTES:
        return None
    try:
        return bytes([each & 0xFF for each in value]).decode("utf-8", "replace")
    except TypeError:
        return None
