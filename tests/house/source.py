"""Reads the project's own source for the house tests."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "people", "sites", "timebank", "service", "patrol", "community", "planning", "indicators", "maps")
WRITTEN_BY_DJANGO = ("0001_initial.py", "0002_initial.py")


def python_files(*folders: str) -> list[Path]:
    """Return our Python files below the folders (all of them by default)."""
    roots = [ROOT / name for name in (folders or (*APPS, "tests", "benchmarks", "scripts"))]
    return sorted(path for root in roots for path in root.rglob("*.py") if path.name not in WRITTEN_BY_DJANGO)


def text_files(*endings: str) -> list[Path]:
    """Return templates, styles and scripts by their endings."""
    roots = [ROOT / name for name in (*APPS, "templates", "tests/js", "scripts")]
    return sorted(path for root in roots for path in root.rglob("*") if path.suffix in endings and path.is_file())


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls_of(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Yield every call of the function called `name` in our apps."""
    for path in python_files(*APPS):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and _called(node.func) == name:
                yield path, node


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
