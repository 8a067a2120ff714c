"""What all triggers have in common."""

from __future__ import annotations

from otel_lambda.sdk.span import SERVER
from otel_lambda.trigger.event import headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

AWS_TRACE_HEADER = "awstraceheader"
"""X-Ray's header as SQS keeps it with a message, in lower case."""


class Trigger:
    """What triggered an invocation, as its event tells; by itself one that nothing is known of."""

    type = "other"
    """The value of `faas.trigger`: datasource, http, other, pubsub or timer."""

    kind = SERVER

    wait: tuple[str, ...] = ()
    """The span for the time before the invocation: its name, the unit of the time when it began (`ms`, `s`
    or `iso`), and the path to that in the first record, or in an event without records. Empty where events
    do not tell it."""

    def headers(self, event: Any) -> dict[str, str]:
        """Returns the headers that the event carries, by their names in lower case."""
        return headers(event)

    def span_name(self) -> str | None:
        """Returns the span's name, or None for the function's name."""
        return None

    def attributes(self) -> dict[str, Any]:
        """Returns what the event tells beyond the attributes that every invocation has.

        A value that is None is left out.
        """
        return {}

    def messages(self) -> list[dict[str, str]]:
        """Returns for each known message what its sender's context may be read from.

        Names are in lower case. There are no more than a span may have links.
        """
        return []

    @property
    def is_single_message(self) -> bool:
        """Tells if the event is one message, or a batch of one."""
        return False

    def status_code(self, response: Any) -> int | None:
        """Returns the HTTP status of the handler's response, or None if there is none."""
        return None
