"""Makes a template of ours fail on a variable it was not given; other people's templates keep Django's silence."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

import pytest
from django.template import engines
from django.template.base import FilterExpression, Node, Origin

OURS: Final = Path(__file__).resolve().parents[1] / "templates"


class UnknownVariable(Exception):
    """A template of ours shows a variable that nobody gave it."""


class Unknown(str):
    """Stands for `string_if_invalid`: raises where our template shows an unknown variable, and is empty elsewhere.

    Django asks it for truth, then for `"%s" in`, then formats it with the variable. Everywhere else (an `{% if %}` over
    a related row that is not there) it must look like the empty string of production.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return sys._getframe(1).f_code is FilterExpression.resolve.__code__

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        origin = _origin(sys._getframe(1))
        if origin is not None and is_ours(origin):
            raise UnknownVariable(f"{origin.name}: {variable}")
        return ""


def is_ours(origin: Origin) -> bool:
    """Say whether a template lies in our folder (or was written in a test)."""
    return not Path(origin.name).is_absolute() or Path(origin.name).is_relative_to(OURS)


@pytest.fixture(scope="session", autouse=True)
def _unknown_variables_fail() -> Iterator[None]:
    engines["django"].engine.string_if_invalid = Unknown()  # type: ignore[attr-defined]
    yield
    engines["django"].engine.string_if_invalid = ""  # type: ignore[attr-defined]


def _origin(frame: FrameType | None) -> Origin | None:
    """Return the template of the node being rendered: the nearest one on the stack that knows where it was written."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and isinstance(getattr(node, "origin", None), Origin):
            return node.origin
        frame = frame.f_back
    return None
