"""Modules do not import each other in circles, not even for types."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCES = Path(__file__).parent.parent / "src"


def _imports() -> dict[str, set[str]]:
    """Returns the modules of the layer that each of them names in an import, wherever that stands."""
    files = {_name(file): file for file in (SOURCES / "otel_lambda").rglob("*.py")}
    found: dict[str, set[str]] = {}
    for name, file in files.items():
        found[name] = set()
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                found[name] |= {each.name for each in node.names} & set(files)
            elif isinstance(node, ast.ImportFrom) and node.module in files:
                for each in node.names:
                    member = f"{node.module}.{each.name}"
                    found[name].add(member if member in files else node.module)
    return found


def _name(file: Path) -> str:
    parts = file.relative_to(SOURCES).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Returns the groups whose members all reach each other."""
    reached: dict[str, set[str]] = {}
    for start in graph:
        seen: set[str] = set()
        waiting = list(graph[start])
        while waiting:
            each = waiting.pop()
            if each not in seen:
                seen.add(each)
                waiting += graph.get(each, ())
        reached[start] = seen
    groups = {
        tuple(sorted(other for other in reached[each] if each in reached.get(other, ()))) for each in graph
    }
    return sorted([list(group) for group in groups if group])


def test_modules_do_not_import_in_circles() -> None:
    assert _circles(_imports()) == []


def test_a_circle_is_found() -> None:
    assert _circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}, "e": {"e"}}) == [["b", "c"], ["e"]]
