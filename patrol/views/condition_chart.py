"""The condition of a site over the years as a drawing: a step for each report, time to the right, good above poor."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils import timezone

from patrol.queries.photo_series import Grade
from sites.models import Condition

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 72, 16, 14, 26
# Closer together they are drawn as one: more dots cannot be told apart.
MOST_DOTS: Final = 200


def condition_chart(grades: Sequence[Grade]) -> dict[str, Any] | None:
    """Return lines, steps, dots and labels in a drawing of 640 × 200 units; none for less than two reports."""
    if len(grades) < 2:
        return None
    terms = list(Condition.objects.order_by("rank"))
    ranks = {term.rank: place for place, term in enumerate(terms)}
    first, last = grades[0].at, grades[-1].at
    span = max((last - first).total_seconds(), 1.0)

    def x(grade: Grade) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (grade.at - first).total_seconds() / span

    def y(rank: int) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * ranks[rank] / max(len(terms) - 1, 1)

    steps = [f"M{x(grades[0]):.1f} {y(grades[0].rank):.1f}"]
    steps += [f"H{x(one):.1f}V{y(one.rank):.1f}" for one in grades[1:]]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "lines": [{"y": round(y(term.rank), 1), "label": term.label} for term in terms],
        "path": "".join(steps),
        "dots": [
            {"x": round(x(one), 1), "y": round(y(one.rank), 1), "label": f"{_day(one)} {one.label}"}
            for one in grades[-MOST_DOTS:]
        ],
        "first": _day(grades[0]),
        "last": _day(grades[-1]),
        "base": HEIGHT - 6,
    }


def _day(one: Grade) -> str:
    return f"{timezone.localtime(one.at):%Y-%m-%d}"
