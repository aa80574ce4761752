"""Walls, and visits with a recorded track behind them."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry

from core.ids import new_id
from patrol.models import Outing, TrackBatch, Visit
from patrol.models import Track as StoredTrack
from people.models import User
from planning.logic.cover import Track
from sites.actions.lines import survey_line
from sites.models import LineVersion, Site
from tests.factories import make
from tests.planning.logic.cover.walks import metres

STRAIGHT = metres([(0, 0), (1_000, 0)])


def wall(officer: User, line: shapely.LineString = STRAIGHT, **fields: object) -> Site:
    """Make a wall with its first survey; by default a kilometre eastwards."""
    site = make.site(geom=GEOSGeometry(line.wkb_hex, srid=4326), **fields)
    surveyed(officer, site, line)
    site.refresh_from_db()
    return site


def surveyed(officer: User, site: Site, line: shapely.LineString) -> LineVersion:
    """Survey the line anew."""
    return survey_line(
        site=site, line=line, source="实测", surveyed_on=date(2026, 5, 1), towers={}, by=officer, at=make.NOW
    )


def visit_with_track(person: User, site: Site, walked: Track, *, reasons: tuple[str, ...] = ()) -> Visit:
    """Accept a report made at the end of an outing whose phone recorded the track."""
    start, end = (datetime.fromtimestamp(float(walked.at_s[place]), UTC) for place in (0, -1))
    recorded(person, walked, reasons=reasons)
    report = make.report(person, site, arrived_at=start, finished_at=end)
    return Visit.objects.create(report=report, site=site, volunteer=person, visited_at=end)


def recorded(person: User, walked: Track, *, reasons: tuple[str, ...] = ()) -> StoredTrack:
    """Store an outing and its track as the phone sends it, already read."""
    start, end = (datetime.fromtimestamp(float(walked.at_s[place]), UTC) for place in (0, -1))
    outing = Outing.objects.create(
        id=new_id(),
        volunteer=person,
        state="back",
        started_at=start,
        expected_return_at=end + timedelta(minutes=1),
        due_back_at=end + timedelta(minutes=1),
        ended_at=end,
        revision=1,
        content_sha256="0" * 64,
        received_at=end,
        changed_at=end,
    )
    track = StoredTrack.objects.create(
        outing=outing, received_at=end, read_at=end, point_count=len(walked), reasons=list(reasons)
    )
    TrackBatch.objects.create(
        track=track,
        sequence=0,
        content_sha256="0" * 64,
        lons=walked.lon.tolist(),
        lats=walked.lat.tolist(),
        times=walked.at_s.tolist(),
        accuracies_m=[None if np.isnan(one) else one for one in walked.accuracy_m.tolist()],
    )
    return track
