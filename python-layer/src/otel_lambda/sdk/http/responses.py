"""What a backend's answers say: rejections, refusals, when to come back."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.sdk.http.framing import Response

MAX_RETRY_AFTER = 3600.0
_MAX_TEXT = 500


def describe_refusal(response: Response) -> str:
    """Returns status and reason, with the message of the Status in the body."""
    refusal = f"the backend answered {response.status} {response.reason}".strip()
    body = response.body
    # many send JSON, whatever they were asked in
    text = body.decode("utf-8", "replace") if body.startswith(b"{") else _fields(body)[2]
    return f"{refusal}: {_shorten(text)}" if text else refusal


def rejection(body: bytes) -> tuple[int, str] | None:
    """Returns how many items of a request were not taken, and why; None if all were."""
    partial_success = _fields(body)[1]
    if not partial_success:
        return None
    count, _, text = _fields(partial_success)
    if count <= 0:
        return None
    return count, _shorten(text) if text else "no reason given"


def retry_after(response: Response) -> float:
    """Returns the seconds until the backend wants to be asked again, 0 if it does not say."""
    value = response.headers.get("retry-after", "")
    if not value:
        return 0.0
    try:
        seconds = float(int(value))
    except ValueError:
        seconds = _until_date(value)
    return max(0.0, min(MAX_RETRY_AFTER, seconds))


def _until_date(value: str) -> float:
    from email.utils import parsedate_to_datetime
    from time import time

    try:
        return parsedate_to_datetime(value).timestamp() - time()
    except (TypeError, ValueError):
        return 0.0


def _shorten(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else text[:_MAX_TEXT] + "…"


def _fields(body: bytes) -> tuple[int, bytes, str]:
    """Returns field 1, as a number and as bytes, and field 2, a text, of a message."""
    number, nested, text = 0, b"", ""
    try:
        position = 0
        while position < len(body):
            tag, position = _varint(body, position)
            field, kind = tag >> 3, tag & 7
            if kind == 0:
                value, position = _varint(body, position)
                number = value if field == 1 else number
            elif kind == 2:
                length, position = _varint(body, position)
                part = body[position : position + length]
                if len(part) != length:
                    return 0, b"", ""
                position += length
                nested = part if field == 1 else nested
                text = part.decode("utf-8", "replace") if field == 2 else text
            elif kind in (1, 5):
                position += 8 if kind == 1 else 4
            else:
                return 0, b"", ""
    except (IndexError, ValueError):
        return 0, b"", ""
    return number, nested, text


def _varint(body: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while shift < 64:
        byte = body[position]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
        shift += 7
    raise ValueError("a number is too long")
