"""Limits of a span, as the specification's variables set them."""

from __future__ import annotations


class Limits:
    """How many attributes, events and links a span may have, and how long their values may be."""

    __slots__ = (
        "attribute_length",
        "attributes",
        "event_attributes",
        "events",
        "link_attributes",
        "links",
    )

    def __init__(
        self,
        attributes: int = 128,
        attribute_length: int | None = None,
        events: int = 128,
        links: int = 128,
        event_attributes: int = 128,
        link_attributes: int = 128,
    ) -> None:
        self.attributes = attributes
        self.attribute_length = attribute_length
        self.events = events
        self.links = links
        self.event_attributes = event_attributes
        self.link_attributes = link_attributes
