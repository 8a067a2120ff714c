"""The records of a batch, of which the first are looked at."""

from __future__ import annotations

from otel_lambda.trigger.event import array, mapping, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_RECORDS = 128
"""As many messages as a span may have links."""


class Records:
    """How many records there are, and the first of them, `known`."""

    __slots__ = ("known", "size")

    def __init__(self, elements: list[Any]) -> None:
        self.size = len(elements)
        self.known = [each for each in elements[:MAX_RECORDS] if type(each) is dict]

    def common(self, *path: str) -> str | None:
        """Returns what all known records have at the end of the path, or None."""
        common: str | None = None
        for record in self.known:
            value = text(record, *path)
            if value is None or (common is not None and common != value):
                return None
            common = value
        return common


def records_of(event: dict[str, Any], name: str) -> Records:
    """Returns the records in the event's array of this name."""
    return Records(array(event, name))


def records_of_each(event: dict[str, Any], name: str) -> Records:
    """Returns the records in the arrays that are members of the event's object of this name."""
    elements: list[Any] = []
    for group in mapping(event, name).values():
        if type(group) is list:
            elements += group
    return Records(elements)
