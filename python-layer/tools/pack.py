"""Compiles the layer's modules for the Python that runs this: `pack.py SOURCES NAME…`.

Writes a marshalled dict: the code of each module named, itself marshalled.
"""

from __future__ import annotations

import ast
import marshal
import sys
from pathlib import Path

INSTALLED = "/opt/otel-python"


class _WithoutTypes(ast.NodeTransformer):
    """Leaves out what only a type checker or a reader of the sources needs."""

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

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        # docstrings
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)

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


def tree_of(source: Path) -> ast.Module:
    """Returns what is left of a module without docstrings and types."""
    tree: ast.Module = _WithoutTypes().visit(ast.parse(source.read_bytes()))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module) and not getattr(node, "body", True):
            node.body = [ast.Pass()]  # type: ignore[attr-defined]
    return ast.fix_missing_locations(tree)


def file_of(name: str, sources: Path) -> Path:
    """Returns a module's source, by its name."""
    path = sources / name.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def code_of(name: str, sources: Path) -> bytes:
    """Returns a module's marshalled code, in which all lines of a function are its first one.

    The tables of lines would be a sixth of the zip.
    """
    file = file_of(name, sources)
    tree = tree_of(file)
    _flatten(tree, 1)
    installed = f"{INSTALLED}/{file.relative_to(sources).as_posix()}"
    return marshal.dumps(compile(tree, installed, "exec", optimize=2, dont_inherit=True))


def _flatten(node: ast.AST, line: int) -> None:
    for child in ast.iter_child_nodes(node):
        is_definition = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        own = child.lineno if is_definition else line  # type: ignore[attr-defined]
        if hasattr(child, "lineno"):
            child.lineno = child.end_lineno = own  # type: ignore[attr-defined]
            child.col_offset = child.end_col_offset = 0  # type: ignore[attr-defined]
        _flatten(child, own)


def main() -> None:
    """Compiles."""
    sources = Path(sys.argv[1])
    codes = {name: code_of(name, sources) for name in sys.argv[2:]}
    # the version of marshal that all Pythons read
    sys.stdout.buffer.write(marshal.dumps(codes, 2))


if __name__ == "__main__":
    main()
