"""Computes who can get to which site, and keeps what changed."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from django.db import transaction

from planning.logic.reach import Places, count_within, nearest, places
from planning.models import ReachChange
from planning.queries.reach import STATEMENTS
from sites.models import ServicePoint

# A metre is far below what a coarse home or a centroid can tell.
SAME_M: Final = 1.0
_BATCH: Final = 50_000


def refresh_reach() -> int:
    """Compute the reach of every active site, write the rows that changed, return how many; none while nobody moved."""
    with transaction.atomic():
        # Whoever moves meanwhile leaves a row that is not among these.
        changes = list(ReachChange.objects.values_list("pk", flat=True))
        if not changes:
            return 0
        rows = STATEMENTS.rows("reach_sites")
        found = _computed(rows)
        changed = [new for row, new in zip(rows, found, strict=True) if _differs(row, new)]
        for start in range(0, len(changed), _BATCH):
            _keep(changed[start : start + _BATCH])
        ReachChange.objects.filter(pk__in=changes).delete()
    return len(changed)


def _computed(rows: Sequence[dict[str, Any]]) -> list[tuple[str, int, float | None, str | None, float | None]]:
    sites = _places(rows)
    people = STATEMENTS.rows("reach_volunteers")
    homes = _places(people)
    counts = count_within(sites, homes, np.array([one["range_km"] * 1_000.0 for one in people]))
    off, _who = nearest(sites, homes)
    points = list(ServicePoint.objects.filter(is_active=True).order_by("code").values_list("code", "geom"))
    here = places([geom.x for _code, geom in points], [geom.y for _code, geom in points])
    point_off, which = nearest(sites, here)
    return [
        (
            row["id"],
            count,
            metres if np.isfinite(metres) else None,
            points[at][0] if at >= 0 else None,
            point_m if at >= 0 else None,
        )
        for row, count, metres, at, point_m in zip(
            rows, counts.tolist(), off[:, 0].tolist(), which[:, 0].tolist(), point_off[:, 0].tolist(), strict=True
        )
    ]


def _places(rows: Sequence[dict[str, Any]]) -> Places:
    return places([one["lon"] for one in rows], [one["lat"] for one in rows])


def _differs(row: dict[str, Any], new: tuple[str, int, float | None, str | None, float | None]) -> bool:
    _site, count, metres, point, point_m = new
    if (row["volunteers"], row["point_id"]) != (count, point):
        return True
    return _moved(row["volunteer_m"], metres) or _moved(row["point_m"], point_m)


def _moved(old: float | None, new: float | None) -> bool:
    return (old is None) != (new is None) or (old is not None and new is not None and abs(old - new) > SAME_M)


def _keep(rows: Sequence[tuple[str, int, float | None, str | None, float | None]]) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    names = ("sites", "volunteers", "volunteer_m", "points", "point_m")
    STATEMENTS.run("reach_keep", dict(zip(names, columns, strict=True)))
