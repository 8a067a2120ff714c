"""Spans, with the methods that opentelemetry-api's `Span` has."""

from __future__ import annotations

from time import time_ns

from otel_lambda.sdk import attributes as attrs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Union

    from otel_lambda.sdk.limits import Limits

    Attributes = Mapping[str, Any]
    AnySpan = Union["Span", "RemoteSpan"]

INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER = 0, 1, 2, 3, 4
"""Kinds, as opentelemetry-api counts them; OTLP has one more each."""

UNSET, OK, ERROR = 0, 1, 2
"""Status codes, as opentelemetry-api and OTLP count them."""


class SpanContext:
    """What of a span is propagated; ids are integers, `trace_state` is the header's text."""

    __slots__ = ("api", "is_remote", "span_id", "trace_flags", "trace_id", "trace_state")

    def __init__(
        self,
        trace_id: int,
        span_id: int,
        trace_flags: int = 1,
        trace_state: str = "",
        is_remote: bool = False,
    ) -> None:
        self.trace_id = trace_id
        self.span_id = span_id
        self.trace_flags = trace_flags
        self.trace_state = trace_state
        self.is_remote = is_remote
        self.api: Any = None

    @property
    def is_valid(self) -> bool:
        """Tells if both ids are there."""
        return self.trace_id != 0 and self.span_id != 0

    @property
    def is_sampled(self) -> bool:
        """Tells if the sampled flag is set."""
        return bool(self.trace_flags & 1)

    def same_span(self, other: SpanContext | None) -> bool:
        """Tells if both name the same span."""
        return other is not None and self.span_id == other.span_id and self.trace_id == other.trace_id


to_api_context: Callable[[SpanContext], Any] | None = None
"""Makes opentelemetry-api's SpanContext; set once the function has imported that."""

from_api_context: Callable[[Any], SpanContext] | None = None
"""Reads opentelemetry-api's SpanContext."""


class RemoteSpan:
    """A span of another process, or one that is not sampled: it records nothing."""

    __slots__ = ("context",)

    def __init__(self, context: SpanContext) -> None:
        self.context = context

    def get_span_context(self) -> Any:
        """Returns the API's SpanContext where the function has the API."""
        return self.context if to_api_context is None else to_api_context(self.context)

    def is_recording(self) -> bool:
        """Returns False."""
        return False

    def end(self, end_time: int | None = None) -> None:
        """Does nothing, like all that follow."""

    def set_attributes(self, attributes: Attributes) -> None:
        """Does nothing."""

    def set_attribute(self, key: str, value: Any) -> None:
        """Does nothing."""

    def add_event(
        self, name: str, attributes: Attributes | None = None, timestamp: int | None = None
    ) -> None:
        """Does nothing."""

    def add_link(self, context: Any, attributes: Attributes | None = None) -> None:
        """Does nothing."""

    def update_name(self, name: str) -> None:
        """Does nothing."""

    def set_status(self, status: Any, description: str | None = None) -> None:
        """Does nothing."""

    def record_exception(
        self,
        exception: BaseException,
        attributes: Attributes | None = None,
        timestamp: int | None = None,
        escaped: bool = False,
    ) -> None:
        """Does nothing."""

    def __enter__(self) -> Any:
        return self

    def __exit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        self.end()

    def __repr__(self) -> str:
        return f"RemoteSpan({self.context.trace_id:032x}, {self.context.span_id:016x})"


class Span:
    """A recording span: what was set is held until `end`, which hands it to `on_end`."""

    __slots__ = (
        "_limits",
        "_on_end",
        "attributes",
        "context",
        "description",
        "dropped_attributes",
        "dropped_events",
        "dropped_links",
        "end_time",
        "events",
        "kind",
        "links",
        "name",
        "parent",
        "records_exception",
        "scope",
        "sets_status",
        "start_time",
        "status",
    )

    def __init__(
        self,
        context: SpanContext,
        parent: SpanContext | None,
        name: str,
        kind: int,
        scope: Scope,
        limits: Limits,
        on_end: Callable[[Span], None],
        start_time: int | None = None,
    ) -> None:
        self.context = context
        self.parent = parent
        self.name = attrs.text(name)
        self.kind = kind
        self.scope = scope
        self.start_time = _time(start_time)
        self.end_time = 0
        self.attributes: dict[str, Any] = {}
        self.dropped_attributes = 0
        self.events: list[Event] = []
        self.dropped_events = 0
        self.links: list[Link] = []
        self.dropped_links = 0
        self.status = UNSET
        self.description = ""
        self.records_exception = True
        self.sets_status = True
        self._limits = limits
        self._on_end = on_end

    def get_span_context(self) -> Any:
        """Returns the API's SpanContext where the function has the API."""
        return self.context if to_api_context is None else to_api_context(self.context)

    def is_recording(self) -> bool:
        """Tells if the span has not ended."""
        return self.end_time == 0

    def set_attribute(self, key: str, value: Any) -> None:
        """Sets an attribute; what has no place in OTLP is left out."""
        if self.end_time:
            return
        if not isinstance(key, str) or not key:
            return
        value = attrs.clean(value, self._limits.attribute_length)
        if value is None:
            return
        if key not in self.attributes and len(self.attributes) >= self._limits.attributes:
            self.dropped_attributes += 1
            return
        self.attributes[key] = value

    def set_attributes(self, attributes: Attributes) -> None:
        """Sets several attributes."""
        for key, value in attrs.pairs(attributes):
            self.set_attribute(key, value)

    def add_event(
        self, name: str, attributes: Attributes | None = None, timestamp: int | None = None
    ) -> None:
        """Adds an event, at `timestamp` in nanoseconds since the epoch or now."""
        if self.end_time:
            return
        if len(self.events) >= self._limits.events:
            self.dropped_events += 1
            return
        kept, dropped = attrs.clean_all(
            attributes, self._limits.event_attributes, self._limits.attribute_length
        )
        self.events.append(Event(attrs.text(name), _time(timestamp), kept, dropped))

    def add_link(self, context: Any, attributes: Attributes | None = None) -> None:
        """Adds a link to a span, by its own SpanContext or the API's."""
        if self.end_time or context is None:
            return
        if len(self.links) >= self._limits.links:
            self.dropped_links += 1
            return
        if not isinstance(context, SpanContext):
            if from_api_context is None:
                return
            try:
                context = from_api_context(context)
            except Exception:
                # no SpanContext
                return
        kept, dropped = attrs.clean_all(
            attributes, self._limits.link_attributes, self._limits.attribute_length
        )
        self.links.append(Link(context, kept, dropped))

    def update_name(self, name: str) -> None:
        """Gives the span another name."""
        if not self.end_time:
            self.name = attrs.text(name)

    def set_status(self, status: Any, description: str | None = None) -> None:
        """Sets the API's Status or StatusCode, or a number; OK is final, UNSET is ignored."""
        if self.end_time:
            return
        code = getattr(status, "status_code", status)
        if code is not status:
            description = getattr(status, "description", None)
        code = getattr(code, "value", code)
        if self.status == OK or not isinstance(code, int) or code not in (OK, ERROR):
            return
        self.status = int(code)
        self.description = attrs.text(description) if description and code == ERROR else ""

    def record_exception(
        self,
        exception: BaseException,
        attributes: Attributes | None = None,
        timestamp: int | None = None,
        escaped: bool = False,
    ) -> None:
        """Adds the event `exception`, with type, message and stack as opentelemetry-sdk has them."""
        if self.end_time:
            return
        from otel_lambda.sdk import exceptions

        values = exceptions.attributes_of(exception)
        values["exception.escaped"] = str(escaped)
        values.update(attrs.pairs(attributes))
        self.add_event("exception", values, timestamp)

    def end(self, end_time: int | None = None) -> None:
        """Ends the span, at `end_time` in nanoseconds since the epoch or now; once."""
        if self.end_time:
            return
        self.end_time = _time(end_time) or 1
        self._on_end(self)

    def fail(self, exception: BaseException) -> None:
        """Records an exception that ends the span, with status and `error.type`."""
        from otel_lambda.sdk import exceptions

        self.set_status(ERROR, exceptions.status_of(exception))
        self.set_attribute("error.type", exceptions.type_of(exception))
        self.record_exception(exception)

    def __enter__(self) -> Span:
        return self

    def __exit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        if exc_val is not None and self.is_recording():
            from otel_lambda.sdk import exceptions

            if self.records_exception:
                self.record_exception(exc_val, escaped=True)
            if self.sets_status:
                self.set_status(ERROR, exceptions.status_of(exc_val))
        self.end()

    def __repr__(self) -> str:
        return f"Span({self.name!r}, {self.context.trace_id:032x}, {self.context.span_id:016x})"


def _time(value: Any) -> int:
    """Returns nanoseconds since the epoch: those given, or now's where they are none."""
    return value if type(value) is int else time_ns()


class Scope:
    """An instrumentation scope; `key` tells scopes apart."""

    __slots__ = ("attributes", "key", "name", "schema_url", "version")

    def __init__(
        self,
        name: str,
        version: str = "",
        schema_url: str = "",
        attributes: Attributes | None = None,
    ) -> None:
        self.name = attrs.text(name)
        self.version = attrs.text(version)
        self.schema_url = attrs.text(schema_url)
        self.attributes = attrs.clean_all(attributes, 128, None)[0]
        self.key = (self.name, self.version, self.schema_url, tuple(self.attributes.items()))


class Event:
    """Something that happened in a span, `time` in nanoseconds since the epoch."""

    __slots__ = ("attributes", "dropped_attributes", "name", "time")

    def __init__(self, name: str, time: int, attributes: dict[str, Any], dropped: int) -> None:
        self.name = name
        self.time = time
        self.attributes = attributes
        self.dropped_attributes = dropped


class Link:
    """Another span that a span has to do with."""

    __slots__ = ("attributes", "context", "dropped_attributes")

    def __init__(self, context: SpanContext, attributes: dict[str, Any], dropped: int) -> None:
        self.context = context
        self.attributes = attributes
        self.dropped_attributes = dropped
