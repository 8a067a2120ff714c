"""Ids in hexadecimal digits."""

from __future__ import annotations

_DIGITS = frozenset("0123456789abcdef")


def parse_id(text: str, length: int) -> int:
    """Returns an id of exactly so many lower-case digits, or 0."""
    return int(text, 16) if len(text) == length and _DIGITS.issuperset(text) else 0


def parse_padded_id(text: str, length: int) -> int:
    """Returns an id of at most so many digits in any case, or 0."""
    text = text.lower()
    return int(text, 16) if 0 < len(text) <= length and _DIGITS.issuperset(text) else 0
