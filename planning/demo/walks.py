"""Walks along the demo's walls: outings with a recorded track behind accepted visits, so that the walls show what was seen."""

import random
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import shapely

from core.ids import new_id
from patrol.models import Outing, Track, TrackBatch, Visit
from planning.actions.extents import measure_visit, refresh_extent
from planning.models import SiteExtent
from planning.queries.extents import newest_version, shape_of, stale_sites
from sites.logic.measure import cut, measures

SEED: Final = 20260103
# The stretch of the latest visit and of the one before, as shares of the line; the rest nobody saw.
STRETCHES: Final = ((0.0, 0.45), (0.3, 0.7))
WALKING_MPS: Final = 1.1
EVERY_S: Final = 10.0
SHAKE_M: Final = 3.0
ACCURACY_M: Final = 6.0


def load(*, at: datetime) -> str:
    """Record the walks where none is yet, measure them, and say how much of the walls was seen."""
    if not SiteExtent.objects.exclude(version=None).filter(seen__gt=0).exists():
        _walk_all(at)
    for site in stale_sites(1_000):
        refresh_extent(site=site, at=at)
    lines = SiteExtent.objects.exclude(version=None).values_list("seen", "whole")
    seen, whole = (sum(column) / 1_000 for column in zip(*lines, strict=True)) if lines else (0.0, 0.0)
    return f"{seen:.1f} of {whole:.1f} km of walls seen"


def _walk_all(at: datetime) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same demo every time
    for extent in SiteExtent.objects.exclude(version=None).select_related("site").order_by("site__code"):
        visits = extent.site.visits.select_related("site").order_by("-visited_at")[: len(STRETCHES)]
        for visit, part in zip(visits, STRETCHES, strict=False):
            _record(visit, part, chance)
            measure_visit(visit=visit, at=at)


def _record(visit: Visit, part: tuple[float, float], chance: random.Random) -> None:
    version = newest_version(visit.site)
    if version is None:
        return
    start, end = (share * version.length_m for share in part)
    lon, lat = _fixes(cut(shape_of(version.geom), start, end), chance)
    began = visit.visited_at - timedelta(seconds=EVERY_S * (len(lon) - 1))
    outing = Outing.objects.create(
        id=new_id(),
        volunteer_id=visit.volunteer_id,
        state=Outing.State.BACK,
        started_at=began,
        expected_return_at=visit.visited_at + timedelta(minutes=30),
        due_back_at=visit.visited_at + timedelta(minutes=30),
        ended_at=visit.visited_at,
        revision=1,
        content_sha256="",
        received_at=visit.visited_at,
        changed_at=visit.visited_at,
    )
    outing.sites.add(visit.site)
    track = Track.objects.create(
        outing=outing, started_at=began, received_at=visit.visited_at, read_at=visit.visited_at, batches_expected=1
    )
    times = [began.timestamp() + EVERY_S * number for number in range(len(lon))]
    TrackBatch.objects.create(
        track=track,
        sequence=0,
        content_sha256="",
        lons=lon,
        lats=lat,
        times=times,
        accuracies_m=[ACCURACY_M] * len(lon),
    )


def _fixes(line: shapely.LineString, chance: random.Random) -> tuple[list[float], list[float]]:
    """Return a fix every ten seconds along the line, a few metres off."""
    along, (lon, lat) = measures(line), shapely.get_coordinates(line).T
    at = np.linspace(0.0, along[-1], max(2, round(along[-1] / WALKING_MPS / EVERY_S)))
    off = np.array([[chance.gauss(0, SHAKE_M) for _ in at] for _ in range(2)]) / 111_000
    here = np.interp(at, along, lat)
    return (np.interp(at, along, lon) + off[0] / np.cos(np.radians(here))).tolist(), (here + off[1]).tolist()
