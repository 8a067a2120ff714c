"""Neither modules nor packages import each other in circles, not even for types."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCES = Path(__file__).parent.parent / "src"
OUTERMOST = "otel_lambda"


def _imports() -> dict[str, set[str]]:
    """Returns the modules of the layer that each of them names in an import, wherever that stands."""
    files = {_name(file): file for file in (SOURCES / OUTERMOST).rglob("*.py")}
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


def _package(module: str) -> str:
    if (SOURCES / module.replace(".", "/")).is_dir():
        return module
    package = module.rpartition(".")[0]
    return module if package == OUTERMOST else package


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


def test_packages_do_not_import_in_circles() -> None:
    """A package with its modules is one; so is each module of the outermost package, which all others use."""
    packages: dict[str, set[str]] = {}
    for module, others in _imports().items():
        own = packages.setdefault(_package(module), set())
        own |= {_package(other) for other in others} - {_package(module)}
    assert _circles(packages) == []


def test_a_circle_is_found() -> None:
    assert _circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}, "e": {"e"}}) == [["b", "c"], ["e"]]
