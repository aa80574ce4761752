"""How long a visit takes: the site's own minutes, and at least what its category and level want."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Least:
    """At least so many minutes where category (or its class) and level are these; "" fits all."""

    category: str
    level: str
    minutes: int


def visit_minutes(own: int, *, categories: Iterable[str], level: str, rules: Iterable[Least]) -> int:
    """Return the minutes of a visit; `categories` are the site's own and its class."""
    codes = {"", *categories}
    fitting = (one.minutes for one in rules if one.category in codes and one.level in ("", level))
    return max(own, *fitting, 1)
