"""What Lambda says of an invocation beside its event: the headers of the Runtime API's answer."""

from __future__ import annotations

from json import loads
from time import monotonic, time

from otel_lambda.trigger.event import as_text, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Request:
    """An invocation's id, ARN, deadline and contexts; each may be missing."""

    __slots__ = ("_client_context", "_ends", "arn", "id", "trace_header")

    def __init__(
        self,
        request_id: str | None,
        arn: str | None,
        deadline_millis: Any,
        trace_header: str | None,
        client_context: str | None,
    ) -> None:
        self.id = request_id or ""
        self.arn = arn
        self.trace_header = trace_header or ""
        deadline = _seconds(deadline_millis)
        # the function may set the clock, such as for a test's sake
        self._ends = monotonic() + deadline - time() if deadline else 0.0
        self._client_context = client_context

    def remaining(self) -> float:
        """Returns the seconds until the deadline; 0 where none is known."""
        return max(0.0, self._ends - monotonic()) if self._ends else 0.0

    def client_headers(self) -> dict[str, str]:
        """Returns what a direct invocation's client context carries, by names in lower case."""
        if not self._client_context:
            return {}
        try:
            context = loads(self._client_context)
        except ValueError:
            return {}
        headers: dict[str, str] = {}
        # `w3c` is where AWS's own clients put it
        for member in ("w3c", "custom"):
            for name, value in mapping(context, member).items():
                scalar = as_text(value)
                if scalar is not None:
                    headers[name.lower()] = scalar
        return headers


def _seconds(millis: Any) -> float:
    try:
        return int(millis) / 1000
    except (TypeError, ValueError):
        return 0.0
