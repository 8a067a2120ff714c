"""W3C Baggage."""

from __future__ import annotations

from otel_lambda.settings import unquote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from otel_lambda.sdk.context import Context

FIELDS: tuple[str, ...] = ("baggage",)
_MAX_HEADER = 8192
_MAX_PAIR = 4096
_MAX_PAIRS = 180
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/")
_KEY = frozenset("!#$%&'*+-.^_`|~") | (_PLAIN - {"/"})


def extract(context: Context, headers: Mapping[str, str]) -> Context:
    """Returns the context with the entries of `baggage`; properties of entries are left out."""
    header = headers.get("baggage", "")
    if not header or len(header) > _MAX_HEADER:
        return context
    entries: dict[str, Any] = dict(context.baggage or {})
    for pair in header.split(",")[:_MAX_PAIRS]:
        if len(pair) > _MAX_PAIR:
            continue
        key, equals, value = pair.partition(";")[0].partition("=")
        key = unquote(key.strip())
        if equals and key and _KEY.issuperset(key):
            entries[key] = unquote(value.strip())
    return context.with_baggage(entries) if entries else context


def inject(context: Context, put: Callable[[str, str], None]) -> None:
    """Puts the context's entries."""
    if context.baggage:
        header = ",".join([f"{key}={quote(str(value))}" for key, value in context.baggage.items()])
        put("baggage", header)


def quote(text: str) -> str:
    """Encodes what is no plain character as `%20` and the like, in UTF-8."""
    if _PLAIN.issuperset(text):
        return text
    return "".join(
        [each if each in _PLAIN else "".join([f"%{byte:02X}" for byte in each.encode()]) for each in text]
    )
