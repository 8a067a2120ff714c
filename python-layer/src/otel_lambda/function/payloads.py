"""Events and responses as attributes of the invocation's span; loaded only where they are switched on."""

from __future__ import annotations

from otel_lambda.diagnostics import warn_failure
from otel_lambda.function.redaction import Redaction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from otel_lambda.sdk.span import AnySpan
    from otel_lambda.settings import Settings

_ELLIPSIS = "…".encode()


class Payloads:
    """The texts of events and responses, redacted and cut."""

    def __init__(self, settings: Settings, captured: Sequence[str]) -> None:
        self._captured = captured
        self._limit = settings.payload_limit
        self._redaction = Redaction(settings.redacted_names)

    def received(self, span: AnySpan, event: Any) -> None:
        """Sets the event, as Lambda has sent it."""
        self._set(span, "event", event)

    def responded(self, span: AnySpan, response: Any) -> None:
        """Sets the response, as the runtime is about to send it: its text, and the text's type."""
        if type(response) is tuple and len(response) == 2:
            self._set(span, "response", response[0])

    def _set(self, span: AnySpan, name: str, payload: Any) -> None:
        if name not in self._captured or not span.is_recording():
            return
        try:
            text = self._text(payload)
        except Exception as error:
            warn_failure(f"the invocation's {name} is no attribute", error)
            return
        if text is not None:
            span.set_attribute(f"otel.lambda.{name}", text)

    def _text(self, payload: Any) -> str | None:
        most = 4 * self._limit
        if isinstance(payload, str):
            # no more than is looked at, and with U+FFFD for a lone surrogate
            text = payload[: most + 1].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            payload = text.encode()
        elif not isinstance(payload, (bytes, bytearray)):
            return None
        is_cut = len(payload) > most
        text = bytes(_prefix(payload, most)).decode("utf-8", "replace")
        content = self._redaction.redact(text).encode()
        if not is_cut and len(content) <= self._limit:
            return content.decode()
        ellipsis = _ELLIPSIS if self._limit >= len(_ELLIPSIS) else b""
        return (_prefix(content, self._limit - len(ellipsis)) + ellipsis).decode()


def _prefix(text: bytes, size: int) -> bytes:
    """Returns so many bytes at most, without a part of a character of UTF-8."""
    if len(text) <= size:
        return text
    # a character has four bytes at most
    for end in range(size, max(size - 4, -1), -1):
        if text[end] & 0xC0 != 0x80:
            return text[:end]
    return text[:size]
