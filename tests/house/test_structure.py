"""The house keeps its shape: furniture names, sizes, documented publics."""

import ast
import statistics
from pathlib import Path

import pytest

from tests.house.source import APPS, ROOT, functions, python_files, text_files, tree

FURNITURE = {
    "__init__",
    "actions",
    "adapters",
    "addresses",
    "admin",
    "api",
    "api_urls",
    "apps",
    "asgi",
    "context",
    "demo",
    "errors",
    "forms",
    "locale",
    "logic",
    "management",
    "migrations",
    "models",
    "notices",
    "openrosa",
    "permissions",
    "queries",
    "sentences",
    "serializers",
    "settings",
    "environment",
    "sql",
    "static",
    "tasks",
    "templatetags",
    "urls",
    "views",
    "vocabulary",
    "wsgi",
}
# `core` is what the others stand on; `maps` has its two own rooms.
OWN_ROOMS = {
    "core": {"audit", "door", "ids", "jobs", "middleware", "pagination", "problem", "sql", "vocabulary", "walls"},
    "maps": {"dashboards", "layers"},
    "patrol": {"storage"},
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


@pytest.mark.parametrize("app", APPS)
def test_app_has_only_known_furniture(app: str) -> None:
    names = {path.stem for path in (ROOT / app).iterdir() if path.name != "__pycache__"}
    assert names - FURNITURE - OWN_ROOMS.get(app, set()) == set()


def test_nothing_is_called_a_junk_drawer() -> None:
    assert [path for path in python_files() if path.stem in FORBIDDEN_NAMES] == []


def test_no_file_is_too_long() -> None:
    files = [*python_files(), *text_files(".html", ".css", ".js", ".sql", ".sh", "")]
    assert {str(path.relative_to(ROOT)): n for path in files if (n := _lines(path)) > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{function.name}": size
        for path in python_files()
        for function in functions(path)
        if (size := _size(function)) > LONGEST_FUNCTION
    }
    assert long == {}


def test_functions_are_mostly_short() -> None:
    sizes = [_size(function) for path in python_files(*APPS) for function in functions(path)]
    assert statistics.median(sizes) <= 12
    assert statistics.quantiles(sizes, n=10)[-1] <= 35


def test_every_public_rule_read_and_action_says_what_it_does() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in python_files(*APPS)
        if {"logic", "queries", "actions"} & set(_shelves(path))
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_module_says_what_it_is() -> None:
    modules = [path for path in python_files(*APPS) if "migrations" not in path.parts and path.stat().st_size]
    assert [str(path.relative_to(ROOT)) for path in modules if not ast.get_docstring(tree(path))] == []


def test_actions_take_only_keywords() -> None:
    loose = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in python_files(*APPS)
        if "actions" in _shelves(path)
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and (node.args.args or node.args.posonlyargs)
    ]
    assert loose == []


def test_tests_mirror_the_code() -> None:
    folders = {
        path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith(("_", "."))
    }
    extra = {"house", "factories", "journeys", "browser", "js", "scripts", "benchmarks"}
    assert folders - extra <= set(APPS)
    assert all((folder / "__init__.py").exists() for folder in _test_folders())


def _test_folders() -> set[Path]:
    return {path.parent for path in (ROOT / "tests").rglob("test_*.py")}


def _shelves(path: Path) -> tuple[str, ...]:
    return tuple(part.removesuffix(".py") for part in path.relative_to(ROOT).parts[1:])


def _lines(path: Path) -> int:
    return len(path.read_bytes().splitlines())


def _size(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1
