"""Compiles the layer's modules for the Python that runs this: `pack.py SOURCES OUTPUT_FOLDER`.

The pack has the header of a pyc with an unchecked hash (PEP 552), so that no time stamp makes it
stale. Then come the sizes of the two that follow, the loader's marshalled code, and a marshalled dict of
where the code of each other module begins after it.
"""

from __future__ import annotations

import ast
import importlib.util
import marshal
import sys
from pathlib import Path

INSTALLED = "/opt/otel-python/src"
HEADER = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + b"\0" * 8


class _WithoutTypes(ast.NodeTransformer):
    """Leaves out what only a type checker reads: it costs size and time, and does nothing."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return None
        return self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        target = node.targets[0]
        if isinstance(target, ast.Name) and target.id == "TYPE_CHECKING":
            return None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        self.generic_visit(node)
        return ast.copy_location(ast.Assign(targets=[node.target], value=node.value), node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | None:
        return None if node.module == "__future__" else node


def code_of(source: Path, installed: str) -> bytes:
    """Returns a module's marshalled code, without docstrings and types."""
    tree = _WithoutTypes().visit(ast.parse(source.read_bytes()))
    for node in ast.walk(tree):
        if not getattr(node, "body", True):
            node.body = [ast.Pass()]  # type: ignore[attr-defined]
    code = compile(ast.fix_missing_locations(tree), installed, "exec", optimize=2, dont_inherit=True)
    return marshal.dumps(code)


def main() -> None:
    """Writes `CACHE_TAG.pack`."""
    sources, output = Path(sys.argv[1]), Path(sys.argv[2])
    codes = {}
    for source in sorted(sources.rglob("*.py")):
        path = source.relative_to(sources)
        parts = path.with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name.startswith("otel_lambda"):
            codes[name] = code_of(source, f"{INSTALLED}/{path.as_posix()}")
    loader = codes.pop("otel_lambda.loader")
    index = {}
    size = 0
    for name, code in codes.items():
        index[name] = size
        size += len(code)
    places = marshal.dumps(index)
    sizes = len(loader).to_bytes(4, "little") + len(places).to_bytes(4, "little")
    output.mkdir(parents=True, exist_ok=True)
    file = output / f"{sys.implementation.cache_tag}.pack"
    file.write_bytes(HEADER + sizes + loader + places + b"".join(codes.values()))


if __name__ == "__main__":
    main()
