"""What is kept of a track is read as arrays, cleaned; and what lies near a site is measured to its geometry."""

import json

import numpy as np
import pytest
from django.contrib.gis.geos import LineString
from django.db import IntegrityError, connection, transaction
from django.test import Client

from patrol.models import Outing, Track, TrackBatch
from patrol.queries.tracks import is_near, sites_of, track_points
from people.models import User
from sites.models import Site
from tests.factories import make, walked

ID = make.uuid(1)


@pytest.fixture
def track(as_volunteer: Client, site: Site) -> Track:
    """A walk of two pieces with a pause between, one jump, and one time twice."""
    walked.put(as_volunteer, ID, walked.said(site))
    rows = walked.points(0, 100)
    rows[50]["lon"] += 0.1
    rows[60]["at"] = rows[59]["at"]
    walked.put_batch(as_volunteer, ID, rows[:40], sequence=0)
    walked.put_batch(as_volunteer, ID, rows[40:], sequence=1)
    walked.put_batch(as_volunteer, ID, walked.points(100, 100), sequence=2, segment=1, is_last=True)
    return Track.objects.get()


def test_points_of_a_track_are_four_arrays(track: Track) -> None:
    lon, lat, time, accuracy_m = track_points(track)
    assert {len(lon), len(lat), len(time), len(accuracy_m)} == {198}
    assert (time[0], time[-1], lon[0]) == (walked.STARTED.timestamp(), walked.STARTED.timestamp() + 1990, walked.LON)
    assert (np.diff(time) > 0).all()
    assert set(accuracy_m.tolist()) == {5.0}


def test_a_track_without_points_gives_empty_arrays(volunteer: User) -> None:
    outing = made_outing(volunteer)
    empty = Track.objects.create(outing=outing, source="phone", received_at=make.NOW)
    assert [len(one) for one in track_points(empty)] == [0, 0, 0, 0]


def test_what_a_device_does_not_say_is_nan(as_volunteer: Client, site: Site) -> None:
    walked.put(as_volunteer, ID, walked.said(site))
    walked.post_gpx(as_volunteer, ID, walked.gpx([{**one, "at": ""} for one in walked.points()]))
    points = track_points(Track.objects.get())
    assert (np.isnan(points.time).all(), np.isnan(points.accuracy_m).all(), len(points.lon)) == (True, True, 200)


def test_near_is_measured_to_the_line_not_its_centre(db: None) -> None:
    wall = make.site(geom=LineString((116.30, 39.9), (116.40, 39.9), srid=4326))
    lons, lats = np.array([116.30, 116.35, 116.35, 116.41]), np.array([39.9, 39.9005, 39.91, 39.9])
    assert is_near(lons, lats, [wall.pk], near_m=100).tolist() == [True, True, False, False]
    assert is_near(lons, lats, [], near_m=100).tolist() == [False] * 4
    assert is_near(lons[:0], lats[:0], [wall.pk], near_m=100).tolist() == []


def test_an_outing_went_where_it_was_planned_and_where_it_reported(volunteer: User, site: Site) -> None:
    outing, other, elsewhere = made_outing(volunteer), make.site(), make.site()
    outing.sites.add(site)
    make.report(volunteer, other)
    make.report(make.volunteer(), elsewhere)
    assert sites_of(outing) == {site.pk, other.pk}


def made_outing(person: User, **fields: object) -> Outing:
    values = {
        "id": ID,
        "volunteer": person,
        "started_at": walked.STARTED,
        "expected_return_at": make.NOW.replace(hour=8),
        "due_back_at": make.NOW.replace(hour=8),
        "revision": 1,
        "received_at": make.NOW,
        "changed_at": make.NOW,
        **fields,
    }
    return Outing.objects.create(**values)


def refused(write: object) -> str:
    """Return the name of the wall a write runs into."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()  # type: ignore[operator]
    return error.value.__cause__.diag.constraint_name  # type: ignore[union-attr]


def test_points_are_never_changed_and_not_deleted_before_their_time(track: Track) -> None:
    assert refused(lambda: TrackBatch.objects.update(segment=5)) == "patrol_trackbatch_kept"
    assert refused(lambda: TrackBatch.objects.all().delete()) == "patrol_trackbatch_kept"
    Track.objects.update(cut_at=make.NOW)
    assert TrackBatch.objects.all().delete()[0] == 3


def test_a_proof_stays_and_an_outing_stays_ended(track: Track) -> None:
    outing = track.outing
    Outing.objects.update(state="back", ended_at=make.NOW, revision=4)
    assert refused(lambda: Outing.objects.update(state="out", ended_at=None)) == "patrol_outing_stays_ended"
    assert refused(lambda: Outing.objects.update(revision=3)) == "patrol_outing_stays_ended"
    assert refused(lambda: _run("DELETE FROM patrol_outing")) == "patrol_outing_stays_ended"
    Track.objects.update(dropped_at=make.NOW, geom=None)
    assert refused(lambda: Track.objects.update(length_m=5)) == "patrol_track_proof_kept"
    assert refused(lambda: _run("DELETE FROM patrol_track")) == "patrol_track_proof_kept"
    assert outing.pk == ID


@pytest.mark.parametrize(
    ("fields", "wall"),
    [
        ({"expected_return_at": walked.STARTED}, "outing_returns_after_start"),
        ({"ended_at": make.NOW.replace(hour=1), "state": "back"}, "outing_ends_after_start"),
        ({"ended_at": make.NOW}, "outing_state_says_whether_ended"),
        ({"state": "back"}, "outing_state_says_whether_ended"),
    ],
)
def test_walls_of_an_outing(volunteer: User, fields: dict[str, object], wall: str) -> None:
    assert refused(lambda: made_outing(volunteer, **fields)) == wall


def test_nobody_is_their_own_buddy(volunteer: User) -> None:
    assert refused(lambda: made_outing(volunteer, buddy=volunteer)) == "outing_buddy_is_somebody_else"


def test_walls_of_a_track(volunteer: User) -> None:
    outing = made_outing(volunteer)
    line = json.dumps({"type": "MultiLineString", "coordinates": [[[1, 1], [2, 2]]]})

    def make_track(**fields: object) -> Track:
        return Track.objects.create(**{"outing": outing, "source": "gpx", "received_at": make.NOW, **fields})

    assert refused(lambda: make_track(dropped_at=make.NOW, geom=line)) == "track_dropped_has_no_line"
    assert refused(lambda: make_track(near_share=1.5)) == "track_share_is_a_share"
    assert (
        refused(lambda: make_track(is_usable_for_hours=True, reasons=["copy"])) == "track_usable_has_no_reason_against"
    )
    make_track(source="phone")
    assert refused(lambda: make_track(source="phone")) == "track_one_of_phone_per_outing"
    made = make_track(content_sha256="a" * 64)
    assert refused(lambda: make_track(content_sha256="a" * 64)) == "track_file_once_per_outing"
    arrays = {"lons": [1.0], "lats": [1.0], "times": [None], "accuracies_m": [None, None]}
    uneven = TrackBatch(track=made, sequence=0, content_sha256="", **arrays)
    assert refused(uneven.save) == "track_batch_arrays_match"


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
