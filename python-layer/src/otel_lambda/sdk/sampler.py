"""Samplers of the specification: which spans are recorded."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.sdk.span import SpanContext

_MASK = (1 << 64) - 1


class Sampler:
    """Decides by ratio, and where `parent_based` by the parent, if there is one."""

    __slots__ = ("_bound", "_parent_based", "name")

    def __init__(self, name: str, ratio: float, parent_based: bool) -> None:
        self.name = name
        self._bound = round(ratio * (1 << 64))
        self._parent_based = parent_based

    @property
    def parent_based(self) -> bool:
        """Tells if a parent that is not sampled is followed."""
        return self._parent_based

    def is_sampled(self, parent: SpanContext | None, trace_id: int) -> bool:
        """Decides as the samplers of opentelemetry-sdk do, bit for bit."""
        if self._parent_based and parent is not None and parent.is_valid:
            return bool(parent.trace_flags & 1)
        return (trace_id & _MASK) < self._bound


def parent_based_always_on() -> Sampler:
    """Returns the specification's default."""
    return Sampler("parentbased_always_on", 1.0, True)
