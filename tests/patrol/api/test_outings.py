"""An outing and its track reach the server once, whatever the network does."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry
from patrol.models import Outing, Track, TrackBatch
from people.models import User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make, walked
from tests.factories.jobs import queued, run_queued

ID = make.uuid(1)


@pytest.fixture
def outing(volunteer: User, site: Site) -> Outing:
    walked.put(signed_in(volunteer), ID, walked.said(site))
    return Outing.objects.get()


def test_outing_begins_once(as_volunteer: Client, volunteer: User, site: Site) -> None:
    campaign = make.campaign(area="11")
    answers = [walked.put(as_volunteer, ID, walked.said(site)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert {answer.content for answer in answers} == {answers[0].content}
    kept = Outing.objects.get()
    assert (kept.volunteer, kept.campaign, list(kept.sites.all()), kept.state) == (volunteer, campaign, [site], "out")
    assert answers[0].json()["irregularities"] == []
    assert AuditEntry.objects.filter(verb="begin_outing").count() == 1


def test_outing_changes_and_ends_by_revision(as_volunteer: Client, outing: Outing, site: Site) -> None:
    later = (walked.STARTED + timedelta(hours=5)).isoformat()
    walked.put(as_volunteer, ID, walked.said(site, revision=2, expected_return_at=later))
    ended = walked.put(as_volunteer, ID, walked.said(site, revision=3, expected_return_at=later, ended_at=later))
    assert (ended.status_code, ended.json()["state"], ended.json()["revision"]) == (200, "back", 3)
    # What was said earlier and arrives later changes nothing.
    late = walked.put(as_volunteer, ID, walked.said(site, revision=2))
    assert (late.status_code, late.json()["state"], late.json()["revision"]) == (200, "back", 3)
    assert as_volunteer.get(f"/api/v1/outings/{ID}").json() == late.json()


def test_outing_that_arrives_when_it_is_over_is_kept(as_volunteer: Client, site: Site) -> None:
    over = (walked.STARTED + timedelta(hours=2)).isoformat()
    answer = walked.put(as_volunteer, ID, walked.said(site, revision=7, ended_at=over))
    assert (answer.status_code, answer.json()["state"]) == (201, "back")


def test_same_revision_with_other_content_is_refused(as_volunteer: Client, outing: Outing, site: Site) -> None:
    refused = walked.put(as_volunteer, ID, walked.said(site, companions=["王"]))
    assert (refused.status_code, refused.json()["code"]) == (409, "outing_conflict")


def test_an_ended_outing_does_not_begin_again(as_volunteer: Client, outing: Outing, site: Site) -> None:
    over = (walked.STARTED + timedelta(hours=2)).isoformat()
    walked.put(as_volunteer, ID, walked.said(site, revision=2, ended_at=over))
    again = walked.put(as_volunteer, ID, walked.said(site, revision=3))
    assert (again.status_code, again.json()["code"]) == (409, "outing_conflict")


def test_another_persons_outing_is_not_touched_or_told(outing: Outing, site: Site) -> None:
    other = signed_in(make.volunteer())
    assert walked.put(other, ID, walked.said(site, revision=2)).json()["code"] == "outing_conflict"
    assert other.get(f"/api/v1/outings/{ID}").status_code == 404
    assert walked.put_batch(other, ID, walked.points()).status_code == 404


def test_who_is_no_volunteer_does_not_go_out(stranger: User, site: Site) -> None:
    assert walked.put(signed_in(stranger), ID, walked.said(site)).json()["code"] == "not_allowed"


def test_buddy_is_known_by_number(as_volunteer: Client, volunteer: User, site: Site) -> None:
    buddy = make.volunteer(number="V-7")
    assert walked.put(as_volunteer, ID, walked.said(site, buddy="V-7")).status_code == 201
    assert Outing.objects.get().buddy == buddy
    unknown = walked.put(as_volunteer, make.uuid(2), walked.said(site, buddy="V-8"))
    oneself = walked.put(as_volunteer, make.uuid(3), walked.said(site, buddy=volunteer.volunteer.number))
    assert [unknown.json()["code"], oneself.json()["code"]] == ["buddy_unknown", "buddy_unknown"]


def test_unknown_site_is_left_out_and_said(as_volunteer: Client, site: Site) -> None:
    answer = walked.put(as_volunteer, ID, walked.said(site, sites=[str(site.pk), str(make.uuid(9))]))
    assert (answer.json()["irregularities"], Outing.objects.get().sites.count()) == (["site_unknown"], 1)


def test_a_clock_wrong_by_years_does_not_move_the_return(as_volunteer: Client, site: Site) -> None:
    answer = walked.put(as_volunteer, ID, walked.said(site), sent_at=walked.STARTED.isoformat())
    due = Outing.objects.get().due_back_at
    assert answer.status_code == 201
    assert abs(due - timezone.now() - timedelta(hours=3)) < timedelta(seconds=30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"expected_return_at": walked.STARTED.isoformat()},
        {"expected_return_at": (walked.STARTED + timedelta(days=8)).isoformat()},
        {"ended_at": (walked.STARTED - timedelta(hours=1)).isoformat()},
        {"revision": 0},
        {"started_at": "yesterday"},
    ],
)
def test_wrong_values_are_named(as_volunteer: Client, site: Site, wrong: dict[str, object]) -> None:
    refused = walked.put(as_volunteer, ID, walked.said(site, **wrong))
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert list(refused.json()["errors"]["outing"]) == list(wrong)


def test_track_in_pieces_in_any_order_is_read_once(as_volunteer: Client, outing: Outing) -> None:
    last = walked.put_batch(as_volunteer, ID, walked.points(100, 100), sequence=1, is_last=True)
    assert (last.json()["received"], last.json()["is_complete"]) == ([1], False)
    assert queued() == []
    for _ in range(2):
        first = walked.put_batch(as_volunteer, ID, walked.points(0, 100), sequence=0)
    assert (first.json()["received"], first.json()["is_complete"]) == ([0, 1], True)
    assert run_queued() == ["patrol.read_track"]
    track = Track.objects.get()
    assert (track.point_count, round(track.length_m), track.recorded_s, track.reasons) == (200, 1990, 1990.0, [])
    assert (track.is_usable_for_hours, track.source, track.started_at) == (True, "phone", walked.STARTED)
    # 300 m to either side of the tower, ten metres a point.
    assert track.near_share == pytest.approx(61 / 200, abs=0.01)


def test_piece_sent_before_with_other_points_is_refused(as_volunteer: Client, outing: Outing) -> None:
    walked.put_batch(as_volunteer, ID, walked.points(0, 10))
    refused = walked.put_batch(as_volunteer, ID, walked.points(0, 11))
    assert (refused.status_code, refused.json()["code"], TrackBatch.objects.count()) == (409, "track_conflict", 1)


def test_piece_beyond_the_last_is_refused(as_volunteer: Client, outing: Outing) -> None:
    walked.put_batch(as_volunteer, ID, walked.points(0, 10), is_last=True)
    beyond = walked.put_batch(as_volunteer, ID, walked.points(10, 10), sequence=1)
    assert beyond.json()["code"] == "track_conflict"


def test_piece_with_too_many_points_is_refused(as_volunteer: Client, outing: Outing) -> None:
    many = walked.put_batch(as_volunteer, ID, walked.points(0, 1) * 2001)
    assert (many.status_code, list(many.json()["errors"])) == (400, ["points"])


def test_gpx_is_cleaned_and_says_what_it_is(as_volunteer: Client, outing: Outing) -> None:
    rows = walked.points()
    rows[50]["lon"] += 0.1
    answer = walked.post_gpx(as_volunteer, ID, walked.gpx(rows))
    said = answer.json()
    assert (answer.status_code, said["is_usable_for_hours"], said["point_count"]) == (201, True, 199)
    assert said["removed"] == [{"code": "jump", "label": "因跳点偏离路线", "count": 1}]
    again = walked.post_gpx(as_volunteer, ID, walked.gpx(rows))
    assert (again.status_code, again.json()) == (200, said)


def test_gpx_without_times_is_kept_and_says_so(as_volunteer: Client, outing: Outing) -> None:
    said = walked.post_gpx(as_volunteer, ID, walked.gpx([{**one, "at": ""} for one in walked.points()])).json()
    assert (said["is_usable_for_hours"], said["recorded_s"], round(said["length_m"])) == (False, 0, 1990)
    assert said["reasons"] == [{"code": "no_time", "sentence": "轨迹中没有时间，不能作为时长的凭证，仅作为路线保存。"}]


def test_gpx_of_another_day_is_not_this_patrol(as_volunteer: Client, outing: Outing) -> None:
    rows = walked.points()
    for row in rows:
        row["at"] = row["at"].replace("2026-06-01", "2026-05-01")
    said = walked.post_gpx(as_volunteer, ID, walked.gpx(rows)).json()
    assert [reason["code"] for reason in said["reasons"]] == ["outside_outing"]


def test_the_same_walk_handed_in_twice_is_a_copy(as_volunteer: Client, outing: Outing, site: Site) -> None:
    walked.post_gpx(as_volunteer, ID, walked.gpx(walked.points()))
    other = signed_in(make.volunteer())
    walked.put(other, make.uuid(2), walked.said(site))
    said = walked.post_gpx(other, make.uuid(2), walked.gpx(walked.points())).json()
    assert (said["is_usable_for_hours"], [one["code"] for one in said["reasons"]]) == (False, ["copy"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"hello", "gpx_unreadable"),
        (b"<kml/>", "gpx_unreadable"),
        (b'<gpx><wpt lat="1" lon="2"/></gpx>', "gpx_without_track"),
    ],
)
def test_gpx_that_is_none_is_refused(as_volunteer: Client, outing: Outing, content: bytes, code: str) -> None:
    refused = walked.post_gpx(as_volunteer, ID, content)
    assert (refused.status_code, refused.json()["code"], Track.objects.count()) == (422, code, 0)


def test_gpx_too_large_is_refused(as_volunteer: Client, outing: Outing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("patrol.api.outings.GPX_LIMIT_MB", 0)
    assert walked.post_gpx(as_volunteer, ID, walked.gpx(walked.points())).json()["code"] == "gpx_too_large"


def test_ids_are_the_phones(outing: Outing) -> None:
    assert outing.pk == UUID(str(ID))
