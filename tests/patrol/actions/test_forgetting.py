"""Where somebody went is forgotten: nothing of it remains anywhere but the proof, which holds no position."""

import re
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from core.models import AuditEntry
from patrol.actions.forgetting import forget_tracks
from patrol.logic.track import pieces
from patrol.models import Outing, Track, TrackBatch
from patrol.queries.tracks import track_points
from patrol.tasks import forget_old_tracks
from sites.models import Site
from tests.factories import make, walked
from tests.factories.jobs import run_queued

ID = make.uuid(1)
# The walk passes the tower at this latitude; a kilometre to the south nothing but the walker was.
AWAY = re.compile(r"39\.93[12]\d{3,}")


@pytest.fixture
def track(as_volunteer: Client, site: Site) -> Track:
    """A read track of two kilometres past the tower."""
    walked.agree(as_volunteer, track=True)
    walked.put(as_volunteer, ID, walked.said(site))
    walked.put_batch(as_volunteer, ID, walked.points(0, 100))
    walked.put_batch(as_volunteer, ID, walked.points(100, 100), sequence=1, is_last=True)
    run_queued()
    return Track.objects.get()


def days_later(days: int) -> object:
    return timezone.now() + timedelta(days=days)


def proof(track: Track) -> dict[str, object]:
    kept = ("content_sha256", "length_m", "recorded_s", "near_share", "point_count", "reasons", "is_usable_for_hours")
    return {name: getattr(track, name) for name in kept}


def remains() -> dict[str, int]:
    """Search every row of every table for a place that only the track knew; geometries are read as text, too."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT row_to_json(this_row)::text FROM "{table}" AS this_row')  # noqa: S608 - names by the database
            hits = sum(len(AWAY.findall(row[0])) for row in cursor.fetchall())
            if hits:
                found[table] = hits
    return found


def test_the_search_finds_what_is_there(track: Track) -> None:
    assert set(remains()) == {"patrol_track", "patrol_trackbatch"}


def test_nothing_happens_before_its_day(track: Track) -> None:
    assert forget_tracks(at=days_later(13)) == (0, 0)
    assert len(track_points(track).lon) == 200


def test_after_some_days_only_the_surroundings_of_the_site_are_left(track: Track, site: Site) -> None:
    before = proof(track)
    assert [forget_tracks(at=days_later(15)), forget_tracks(at=days_later(15))] == [(1, 0), (0, 0)]
    track.refresh_from_db()
    points = track_points(track)
    # 300 m to either side, ten metres a point.
    assert len(points.lon) == 59 + 2
    assert np.abs(points.lat - site.geom.y).max() * 111_195 < 302
    assert (proof(track), remains()) == (before, {})
    assert track.geom.transform(32650, clone=True).length == pytest.approx(600, abs=5)


def test_in_the_end_nothing_but_the_proof_is_left(track: Track, settings: Settings, tmp_path: Path) -> None:
    before = proof(track)
    assert forget_tracks(at=days_later(181)) == (0, 1)
    track.refresh_from_db()
    assert (proof(track), remains(), track.geom, TrackBatch.objects.count()) == (before, {}, None, 0)
    assert [len(one) for one in track_points(track)] == [0, 0, 0, 0]
    assert list(AuditEntry.objects.filter(verb="drop_track").values_list("by", "change")) == [(None, {})]
    assert forget_tracks(at=days_later(400)) == (0, 0)


def test_days_are_the_operators(track: Track, settings: Settings) -> None:
    settings.TRACK_FULL_DAYS = settings.TRACK_NEAR_DAYS = 0
    forget_old_tracks(0)
    assert TrackBatch.objects.count() == 0


def test_a_track_whose_last_piece_never_came_is_proven_before_it_is_cut(as_volunteer: Client, site: Site) -> None:
    walked.agree(as_volunteer, track=True)
    walked.put(as_volunteer, ID, walked.said(site))
    walked.put_batch(as_volunteer, ID, walked.points())
    forget_tracks(at=days_later(15))
    track = Track.objects.get()
    assert (track.point_count, round(track.length_m), remains()) == (200, 1990, {})
    late = walked.put_batch(as_volunteer, ID, walked.points(0, 10), sequence=1)
    assert late.json()["code"] == "track_closed"


def test_taking_the_consent_back_drops_the_points_at_once(track: Track, as_volunteer: Client) -> None:
    before = proof(track)
    walked.agree(as_volunteer, track=False)
    track.refresh_from_db()
    assert (proof(track), remains(), TrackBatch.objects.count()) == (before, {}, 0)


def test_what_was_not_read_before_the_consent_ended_is_not_read_after(as_volunteer: Client, site: Site) -> None:
    walked.agree(as_volunteer, track=True)
    walked.put(as_volunteer, ID, walked.said(site))
    walked.put_batch(as_volunteer, ID, walked.points())
    walked.agree(as_volunteer, track=False)
    track = Track.objects.get()
    assert (track.read_at, track.length_m, track.content_sha256, remains()) == (None, 0, "", {})
    run_queued()


def test_imported_file_is_kept_nowhere_else(as_volunteer: Client, site: Site, media_root: Path) -> None:
    walked.agree(as_volunteer, track=True)
    walked.put(as_volunteer, ID, walked.said(site))
    walked.post_gpx(as_volunteer, ID, walked.gpx(walked.points()))
    assert [path for path in media_root.rglob("*") if path.is_file()] == []
    forget_tracks(at=days_later(181))
    assert (remains(), Outing.objects.count()) == ({}, 1)


def test_where_something_is_cut_out_nothing_connects() -> None:
    rows = np.arange(24, dtype=float).reshape(6, 4)
    kept = pieces(rows, np.array([True, True, False, True, False, True]))
    assert [piece[:, 0].tolist() for piece in kept] == [[0.0, 4.0], [12.0], [20.0]]
    assert (pieces(rows[:0], np.array([], dtype=bool)), pieces(rows, np.zeros(6, dtype=bool))) == ([], [])
