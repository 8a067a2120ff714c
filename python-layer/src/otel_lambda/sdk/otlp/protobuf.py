"""Fields of Protocol Buffers messages, as bytes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_MASK_64 = (1 << 64) - 1
_BYTES = [bytes((number,)) for number in range(128)]


def pack_fixed64(number: int) -> bytes:
    """Returns the value of a fixed64 field; what is out of its range is cut to it."""
    return max(0, min(_MASK_64, number)).to_bytes(8, "little")


def pack_double(number: float) -> bytes:
    """Returns the value of a double field."""
    # with the first double only, as bare functions do not load it
    from _struct import pack

    return pack("<d", number)


def varint(number: int) -> bytes:
    """Returns a base-128 number; a negative one has the ten bytes of its 64-bit complement."""
    if 0 <= number < 128:
        return _BYTES[number]
    number &= _MASK_64
    result = bytearray()
    while number > 127:
        result.append(number & 127 | 128)
        number >>= 7
    result.append(number)
    return bytes(result)


def message(tag: bytes, body: bytes) -> bytes:
    """Returns a length-delimited field; `tag` is its number and wire type, encoded."""
    return tag + varint(len(body)) + body


def text(tag: bytes, value: str) -> bytes:
    """Returns a string field; nothing for an empty one."""
    return message(tag, utf8(value)) if value else b""


def utf8(value: str) -> bytes:
    """Encodes a text, with `?` for what is no character by itself."""
    try:
        return value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace")


def number(tag: bytes, value: int) -> bytes:
    """Returns a varint field; nothing for 0."""
    return tag + varint(value) if value else b""


def attributes(tag: bytes, values: Mapping[str, Any]) -> bytes:
    """Returns a repeated field of KeyValue."""
    return b"".join([message(tag, _key_value(key, value)) for key, value in values.items()])


def _key_value(key: str, value: Any) -> bytes:
    return message(b"\x0a", utf8(key)) + message(b"\x12", any_value(value))


def any_value(value: Any) -> bytes:
    """Returns an AnyValue's body; what OTLP has no type for becomes text."""
    kind = type(value)
    if kind is str:
        return message(b"\x0a", utf8(value))
    if kind is bool:
        return b"\x10\x01" if value else b"\x10\x00"
    if kind is int:
        if -(1 << 63) <= value < 1 << 63:
            return b"\x18" + varint(value)
        return message(b"\x0a", b"%d" % value)
    if kind is float:
        return b"\x21" + pack_double(value)
    if kind in (tuple, list):
        return message(b"\x2a", b"".join([message(b"\x0a", any_value(each)) for each in value]))
    if isinstance(value, dict):
        return message(b"\x32", attributes(b"\x0a", {str(key): value[key] for key in value}))
    if kind is bytes:
        return message(b"\x3a", value)
    if value is None:
        return b""
    return message(b"\x0a", utf8(str(value)))
