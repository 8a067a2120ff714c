"""Entry points of the packages that the function or an add-on layer brings."""

from __future__ import annotations

from importlib.metadata import distributions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Any


def find(group: str, names: Container[str]) -> dict[str, Any]:
    """Returns a group's entry points of these names; of several of one name, the first on `sys.path`."""
    found: dict[str, Any] = {}
    for distribution in distributions():
        for point in distribution.entry_points:
            if point.group == group and point.name in names:
                found.setdefault(point.name, point)
    return found


def load(group: str, name: str) -> Any:
    """Returns what an entry point names; raises LookupError if there is none, and what its import raises."""
    point = find(group, (name,)).get(name)
    if point is None:
        raise LookupError("the function's packages lack it")
    return point.load()
