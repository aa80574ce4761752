"""Tracks beside a report: what they prove at the site, which earlier one they are copied from, and what stays of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from patrol.actions.forgetting import forget_tracks
from patrol.actions.scoring import score_report
from patrol.actions.tracks import read_track
from patrol.models import QueueEntry, Report, Track, TrackAtReport
from patrol.queries.seen import seen_of
from people.models import User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import jobs, make, walked
from tests.patrol.logic.policy import FULL
from tests.patrol.queries.test_seen import NEWER, visit

# The walk of `walked` is at the site at its hundredth point.
THERE = walked.STARTED + timedelta(seconds=1000)


def walk(person: User, site: Site, number: int, rows: list[dict[str, Any]]) -> Track:
    """Let the person record a walk, and have it read."""
    client, outing = signed_in(person), make.uuid(number)
    walked.agree(client, track=True)
    walked.put(client, outing, walked.said(site, ended_at=(walked.STARTED + timedelta(hours=2)).isoformat()))
    walked.put_batch(client, outing, rows, is_last=True)
    return read_track(track=Track.objects.get(outing=outing), at=timezone.now())


def judged(report: Report) -> dict[str, Any]:
    evidence = score_report(report=report, at=timezone.now(), policy_day=NEWER)
    return {one["name"]: one for one in evidence.witnesses}


def trembling(count: int = 200, *, seed: int = 1, north: float = 0.0) -> list[dict[str, Any]]:
    """Walk as `walked` does, with a receiver's noise, perhaps farther north."""
    noise = np.random.default_rng(seed).normal(0, 3 / 111_195, (count, 2))
    rows = walked.points(count=count)
    return [
        {**row, "lon": round(row["lon"] + east, 7), "lat": round(row["lat"] + up + north, 7)}
        for row, (east, up) in zip(rows, noise.tolist(), strict=True)
    ]


def test_track_past_the_site_speaks_for_the_report(volunteer: User, site: Site) -> None:
    report = visit(volunteer, site, THERE + timedelta(minutes=5), 10)
    track = walk(volunteer, site, 1, walked.points())
    witness = judged(report)["track"]
    assert (witness["outcome"], witness["code"]) == ("pass", "track.around_site")
    kept = TrackAtReport.objects.get()
    assert (kept.track, kept.points, kept.nearest_m) == (track, 200, pytest.approx(0, abs=0.1))
    # 200 m before and 200 m behind, a metre a second; points stand every ten.
    assert kept.near_s == pytest.approx(400, abs=20)


def test_track_elsewhere_speaks_against_it(volunteer: User, site: Site) -> None:
    report = visit(volunteer, site, THERE + timedelta(minutes=5), 10)
    walk(volunteer, site, 1, trembling(north=0.05))
    assert judged(report)["track"]["code"] == "track.elsewhere"


def test_track_of_another_hour_says_nothing(volunteer: User, site: Site) -> None:
    report = visit(volunteer, site, walked.STARTED + timedelta(hours=1, minutes=50), 5)
    walk(volunteer, site, 1, walked.points())
    assert judged(report)["track"]["code"] == "track.none"


def test_track_of_the_outing_before_says_nothing(volunteer: User, site: Site) -> None:
    walk(volunteer, site, 1, trembling(north=0.05))
    report = visit(volunteer, site, walked.STARTED + timedelta(hours=2, minutes=20), 10)
    assert judged(report)["track"]["code"] == "track.none"


def test_reading_a_track_scores_the_reports_of_its_outing_again(volunteer: User, site: Site) -> None:
    report = visit(volunteer, site, THERE, 10)
    visit(volunteer, site, THERE + timedelta(days=1))
    visit(make.volunteer(), site, THERE)
    walk(volunteer, site, 1, walked.points())
    assert [job for job in jobs.queued() if job[0] == "patrol.score_report"] == [
        ("patrol.score_report", {"report_id": str(report.pk)})
    ]


@pytest.mark.parametrize(
    ("north", "one_in", "code"),
    [
        (0.0, 1, "track_copy.copy"),
        (0.0, 3, "track_copy.copy"),
        (0.02, 1, "track_copy.copy"),
        (0.02, 2, "track_copy.copy"),
    ],
)
def test_copy_of_another_walk_is_found(volunteer: User, site: Site, north: float, one_in: int, code: str) -> None:
    other = make.volunteer()
    theirs = visit(other, site, THERE, 10)
    first = walk(other, site, 1, trembling())
    judged(theirs)
    report = visit(volunteer, site, THERE, 10)
    copied = [{**row, "lat": round(row["lat"] + north, 7)} for row in trembling()[::one_in]]
    second = walk(volunteer, site, 2, copied)
    witness = judged(report)["track_copy"]
    assert (witness["code"], witness["params"]["report"]) == (code, str(theirs.pk))
    assert (second.copied_from, second.copied_share) == (first, pytest.approx(1, abs=0.02))
    assert judged(theirs)["track_copy"]["code"] == "track_copy.own"


def test_honest_walks_on_one_path_are_no_copies(volunteer: User, site: Site) -> None:
    for number in range(2, 6):
        walk(make.volunteer(), site, number, trembling(seed=number))
    report = visit(volunteer, site, THERE, 10)
    track = walk(volunteer, site, 1, trembling(seed=9))
    assert judged(report)["track_copy"]["code"] == "track_copy.own"
    assert track.copied_share is not None
    assert track.copied_share < 0.3


def test_what_a_track_proved_stays_when_its_points_go(volunteer: User, site: Site) -> None:
    report = visit(volunteer, site, THERE + timedelta(minutes=5), 10)
    track = walk(volunteer, site, 1, walked.points())
    before = judged(report)["track"]
    forget_tracks(at=timezone.now() + timedelta(days=4000))
    track.refresh_from_db()
    assert (track.batches.count(), track.geom, track.marks, track.extent is None) == (0, None, [], False)
    assert judged(report)["track"] == before


def test_wall_no_proof_of_a_track_is_changed(volunteer: User, site: Site) -> None:
    report = visit(volunteer, site, THERE, 10)
    walk(volunteer, site, 1, walked.points())
    judged(report)
    with pytest.raises(IntegrityError, match="patrol_trackatreport is append-only"), transaction.atomic():
        TrackAtReport.objects.update(near_s=9000)


def test_similar_tracks_are_found_by_index(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM patrol_track WHERE extent && ST_Expand(ST_Point(1, 1), 40) ORDER BY extent <-> ST_Point(1, 1) LIMIT 8"
        )
        by_size = " ".join(row[0] for row in cursor.fetchall())
        cursor.execute("EXPLAIN SELECT id FROM patrol_track WHERE marks && ARRAY[1, 2]::bigint[]")
        by_mark = " ".join(row[0] for row in cursor.fetchall())
    assert "Index Scan using patrol_track_extent" in by_size
    assert "track_by_mark" in by_mark


def with_phone(report: Report, device: UUID) -> Report:
    QueueEntry.objects.create(report=report, device=device, sequence=0, previous="", sha256="0" * 64)
    return report


def test_phone_of_many_accounts_is_counted(volunteer: User, site: Site) -> None:
    phone = make.uuid(7)
    for days in (1, 2, 3, 200):
        at = THERE - timedelta(days=days)
        with_phone(visit(make.volunteer(), site, at, fix=Point(116.3894, 39.9407, srid=4326)), phone)
    with_phone(visit(make.volunteer(), site, THERE - timedelta(days=1)), make.uuid(8))
    report = with_phone(visit(volunteer, site, THERE), phone)
    known = seen_of(report, [], FULL).visit
    assert known is not None
    assert known.phone.accounts == 4
    assert judged(report)["device"]["code"] == "device.many_accounts"


def test_phone_that_sent_no_chain_tells_nothing(volunteer: User, site: Site) -> None:
    known = seen_of(visit(volunteer, site, THERE), [], FULL).visit
    assert known is not None
    assert known.phone.accounts is None
