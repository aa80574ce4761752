"""What the witnesses are told: look-alikes among all photos, the person's other reports, the organisation's."""

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point

from core.ids import new_id
from core.logic.datum import Datum, from_wgs84
from patrol.actions.scoring import score_report
from patrol.logic.hearing import Seen
from patrol.logic.phash import hamming
from patrol.models import Photo, PhotoFile, Report, Review
from patrol.queries.arrivals import photos_with_standing
from patrol.queries.seen import seen_of
from people.models import Organisation, User, Volunteer
from sites.models import Site
from tests.factories import make
from tests.patrol.logic.policy import FULL
from tests.patrol.logic.scenes import shot

NOW = make.NOW
NEWER = date(2026, 12, 1)
BELL_TOWER = (116.3894, 39.9407)


def seen(report: Report) -> Seen:
    return seen_of(report, list(photos_with_standing(report.photos.all())), FULL)


def with_photo(report: Report, phash: int | None, **facts: object) -> PhotoFile:
    """Attach an inspected photo of that hash."""
    file = make.photo(report, 0).file
    PhotoFile.objects.filter(pk=file.pk).update(phash=phash, inspected_at=NOW, **facts)
    return PhotoFile.objects.get(pk=file.pk)


def outcomes(report: Report) -> dict[str, str]:
    evidence = score_report(report=report, at=NOW, policy_day=NEWER)
    return {one["code"]: one["outcome"] for one in evidence.witnesses}


def test_seen_finds_what_brute_force_finds(volunteer: User, site: Site) -> None:
    source = random.Random(7)
    asked = source.randrange(2**64) - 2**63
    hashes = [source.randrange(2**64) - 2**63 for _ in range(3000)]
    # Some near ones among strangers, at every distance up to 20 bits.
    hashes += [asked ^ sum(1 << bit for bit in source.sample(range(63), bits)) for bits in range(21) for _ in range(2)]
    old = make.report(volunteer, make.site(), received_at=NOW - timedelta(days=900))
    files = [
        PhotoFile(sha256=f"{n:064x}", file="x", size=1, content_type="image/jpeg", received_at=NOW, phash=value)
        for n, value in enumerate(hashes)
    ]
    PhotoFile.objects.bulk_create(files)
    Photo.objects.bulk_create(Photo(report=old, file=file, role="near", position=n) for n, file in enumerate(files))
    report = make.report(volunteer, site)
    with_photo(report, asked)
    found = [hamming(asked, other.phash or 0) for other in seen(report).photos[0].look_alikes]
    nearest = sorted(hamming(asked, value) for value in hashes)
    assert found == [distance for distance in nearest if distance <= 14][:4]


def test_seen_says_whose_look_alike_it_is(volunteer: User, site: Site) -> None:
    before = NOW - timedelta(days=1)
    for person, place in ((make.volunteer(), make.site()), (make.volunteer(), site), (volunteer, make.site())):
        with_photo(make.report(person, place, received_at=before), 0b111)
    with_photo(make.report(volunteer, site, received_at=NOW + timedelta(days=1)), 0b111)
    report = make.report(volunteer, site)
    with_photo(report, 0b11)
    alike = seen(report).photos[0].look_alikes
    assert sorted((other.is_same_site, other.is_near) for other in alike) == [
        (False, False),
        (False, True),
        (True, True),
    ]


def test_seen_compares_the_detail_of_small_copies(volunteer: User, site: Site, media_root: Path) -> None:
    media_root.mkdir()
    for name, picture in (("first", shot(1)), ("again", shot(1, visit=2)), ("copy", shot(1))):
        picture.save(media_root / f"{name}.jpg")
    earlier = make.report(volunteer, site, received_at=NOW - timedelta(days=30))
    with_photo(earlier, 0b1, thumbnail="first.jpg")
    again, copied = (make.report(volunteer, site, received_at=NOW + timedelta(days=n)) for n in (0, 1))
    with_photo(again, 0b11, thumbnail="again.jpg")
    with_photo(copied, 0b1, thumbnail="copy.jpg")
    assert outcomes(again)["photo_reuse.scene_shot_again"] == "pass"
    assert outcomes(copied)["photo_reuse.same_shot"] == "fail"


def test_seen_without_the_small_copies_compares_nothing(volunteer: User, site: Site) -> None:
    with_photo(make.report(volunteer, site, received_at=NOW - timedelta(days=1)), 0b1, thumbnail="gone.jpg")
    report = make.report(volunteer, site)
    with_photo(report, 0b1, thumbnail="gone_too.jpg")
    assert seen(report).photos[0].look_alikes[0].likeness is None
    assert outcomes(report)["photo_reuse.looks_same_at_same_site"] == "unsure"


@pytest.mark.parametrize(("datum", "nearest_m"), [(Datum.WGS84, 0), (Datum.GCJ02, 0)])
def test_seen_measures_the_cameras_position_in_both_datums(
    volunteer: User, site: Site, datum: Datum, nearest_m: float
) -> None:
    longitude, latitude = from_wgs84(*BELL_TOWER, datum)
    report = make.report(volunteer, site)
    with_photo(report, None, facts=facts(longitude=longitude, latitude=latitude))
    distances = seen(report).photos[0].place_distances_m
    assert (len(distances), min(distances)) == (2, pytest.approx(nearest_m, abs=0.5))


def test_seen_measures_no_position_that_is_not_there(volunteer: User, site: Site) -> None:
    report = make.report(volunteer, site)
    with_photo(report, None, facts=facts())
    assert seen(report).photos[0].place_distances_m == []


def facts(**exif: object) -> dict[str, object]:
    known = {"format": "jpeg", "width": 4, "height": 3, "sha256": "ab" * 32, "phash": None}
    return {
        **known,
        "exif": {"taken_at_local": None, "gps_utc": None, **exif},
        "look": {"grey": 90, "green_share": 0.1},
    }


def visit(person: User, place: Site, at: datetime, minutes: int = 30, **fields: object) -> Report:
    values = {"arrived_at": at - timedelta(minutes=minutes), "finished_at": at, "fix_at": at, "received_at": at}
    return make.report(person, place, **{**values, **fields})


def test_seen_knows_the_reports_before_and_after(volunteer: User, site: Site) -> None:
    for hours in (-30, -2, 3, 40):
        visit(volunteer, make.site(), NOW + timedelta(hours=hours))
    visit(make.volunteer(), make.site(), NOW)
    known = seen(visit(volunteer, site, NOW)).visit
    assert known is not None
    assert [(fix.at - NOW) / timedelta(hours=1) for fix in known.neighbours] == [-2, 3]
    assert (known.pace.visits, known.pace.minutes, known.pace.overlap_minutes) == (3, 30, 0)


def test_seen_finds_visits_that_overlap_elsewhere(volunteer: User, site: Site) -> None:
    visit(volunteer, make.site(), NOW + timedelta(minutes=10), 20)
    visit(volunteer, site, NOW + timedelta(minutes=5), 20)
    known = seen(visit(volunteer, site, NOW)).visit
    assert known is not None
    assert (known.pace.visits, known.pace.overlap_minutes) == (3, 10)


def test_seen_places_a_teleport(volunteer: User, site: Site) -> None:
    visit(volunteer, make.site(), NOW - timedelta(minutes=40), 5, fix=Point(121.47, 31.23, srid=4326))
    assert outcomes(visit(volunteer, site, NOW))["travel.impossible"] == "fail"


def member_of(team: Organisation) -> User:
    person = make.volunteer()
    Volunteer.objects.filter(user=person).update(organisation=team)
    return person


def test_seen_knows_the_rhythm_of_an_organisation(site: Site) -> None:
    team = make.organisation()
    one, other = member_of(team), member_of(team)
    for days in (1, 2, 3, 55, 56, 57):
        visit(one, site, NOW - timedelta(days=days))
    visit(other, site, NOW - timedelta(hours=2))
    visit(make.volunteer(), site, NOW)
    known = seen(visit(one, site, NOW)).visit
    assert known is not None
    assert known.rhythm is not None
    assert (known.rhythm.today, known.rhythm.usual) == (2, pytest.approx(5 / 56))


def test_seen_knows_no_rhythm_without_an_organisation(volunteer: User, site: Site) -> None:
    known = seen(visit(volunteer, site, NOW)).visit
    assert known is not None
    assert known.rhythm is None


def test_seen_counts_the_same_words_and_answers(volunteer: User, site: Site) -> None:
    said = {"note": "北墙裂缝延伸，约二十公分", "answers": {"a": "no", "b": "yes"}}
    visit(volunteer, make.site(), NOW - timedelta(days=2), **{**said, "note": "北墙裂缝延伸约二十公分。"})
    visit(make.volunteer(), make.site(), NOW - timedelta(days=3), **said)
    visit(make.volunteer(), make.site(), NOW - timedelta(days=200), **said)
    visit(make.volunteer(), make.site(), NOW + timedelta(days=1), **said)
    known = seen(visit(volunteer, site, NOW, **said)).visit
    assert known is not None
    assert (known.repeats.own, known.repeats.others, known.repeats.answers) == (1, 1, 1)


def test_seen_knows_only_outcomes_from_before(volunteer: User, officer: User, site: Site) -> None:
    for days, state in ((30, "accepted"), (20, "rejected"), (10, "more"), (-1, "rejected")):
        report = visit(volunteer, site, NOW - timedelta(days=days))
        decided = {"state": state, "decided_by": officer, "decided_at": NOW - timedelta(days=days), "reason": "x"}
        Review.objects.filter(report=report).update(**decided)
    known = seen(visit(volunteer, site, NOW)).visit
    assert known is not None
    assert [(one.is_accepted, one.days_ago) for one in known.judged] == [(False, 20), (True, 30)]


def test_score_by_the_newer_policy_of_an_honest_visit(volunteer: User, site: Site) -> None:
    report = visit(volunteer, site, NOW)
    for position in range(2):
        photo = make.photo(report, position, new_id().hex * 2)
        PhotoFile.objects.filter(pk=photo.file_id).update(
            inspected_at=NOW, phash=2**40 + position * 2**50, facts=facts()
        )
    evidence = score_report(report=report, at=NOW, policy_day=NEWER)
    assert (evidence.score, evidence.needs_person, str(evidence.policy_from)) == (100, False, "2026-12-01")
    heard = {one["name"] for one in evidence.witnesses}
    assert heard == {"presence", "photo_time", "photo_reuse", "photo_place", "light", "camera", "capture", "speed"} | {
        "provenance",
        "travel",
        "track",
        "track_copy",
        "device",
        "pace",
        "cadence",
        "sameness",
        "history",
    }
