"""Photos over the years: series by photo point, two to compare, hints for officers; each viewer with what they may look at."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from patrol.actions.photo_changes import compare_photos
from patrol.demo.drawing import Scene, draw_photo
from patrol.models import Photo, PhotoChange, PhotoFile, Report, Review
from patrol.queries.photo_series import sites_to_compare
from people.models import User
from sites.models import PhotoPoint, Site
from tests.factories import make
from tests.patrol.logic.test_photo_change import Verdict

PLACE = Point(116.3894, 39.9407, srid=4326)


def shot(site: Site, officer: User, folder: Path, *, days: int, visit: str, damaged: bool = False) -> Photo:
    """Let an accepted report hold a far photo from the photo point, with its copy in storage."""
    at = make.NOW + timedelta(days=days)
    report: Report = make.report(
        make.volunteer(), site, arrived_at=at - timedelta(hours=1), finished_at=at, received_at=at, condition_id="good"
    )
    Review.objects.filter(pk=report.pk).update(state="accepted", decided_by=officer, decided_at=at)
    photo = make.photo(report, 0)
    data = draw_photo(Scene(site.code, "钟楼", "0300", "far", visit, "2026-01-01 10:00:00", "1", damaged))
    name = f"thumbnails/{photo.file_id[:2]}/{photo.file_id}.jpg"
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(data)) as image:
        image.thumbnail((480, 480))
        image.save(folder / name, "JPEG")
    PhotoFile.objects.filter(pk=photo.file_id).update(thumbnail=name, display=name)
    return photo


@pytest.fixture
def watched(officer: User, media_root: Path) -> Site:
    site = make.site(code="WATCHED")
    PhotoPoint.objects.create(site=site, number=1, name="南侧正面", geom=PLACE, bearing_deg=0)
    shot(site, officer, media_root, days=0, visit="a")
    shot(site, officer, media_root, days=30, visit="b")
    shot(site, officer, media_root, days=60, visit="c", damaged=True)
    return site


def test_worker_compares_each_pair_once(watched: Site) -> None:
    assert sites_to_compare() == [watched.pk]
    assert compare_photos(site_id=watched.pk, at=make.NOW) == 2
    assert compare_photos(site_id=watched.pk, at=make.NOW) == 0
    assert sites_to_compare() == []
    found = PhotoChange.objects.order_by("later__report__finished_at")
    assert [one.verdict for one in found] == [Verdict.CALM, Verdict.CHANGED]
    assert [bool(one.boxes) for one in found] == [False, True]


def test_a_lost_file_is_said_and_not_tried_again(watched: Site, media_root: Path) -> None:
    for file in (media_root / "thumbnails").rglob("*.jpg"):
        file.unlink()
    compare_photos(site_id=watched.pk, at=make.NOW)
    assert set(PhotoChange.objects.values_list("verdict", flat=True)) == {"unreadable"}
    assert sites_to_compare() == []


def test_timeline_shows_series_pair_and_hint(watched: Site, as_officer: Client) -> None:
    compare_photos(site_id=watched.pk, at=make.NOW)
    told = as_officer.get("/sites/WATCHED/photos/").context
    assert [(one.number, len(one.frames)) for one in [told["series"]]] == [(1, 3)]
    assert told["pair"]["days"] == 30
    assert told["pair"]["change"].verdict == "changed"
    assert [one["is_flagged"] for one in told["frames"]] == [False, False, True]
    assert len(told["grades"]) == 3
    assert told["chart"]["path"].startswith("M")


def test_any_two_can_be_chosen_in_either_order(watched: Site, as_officer: Client) -> None:
    first, _middle, last = Photo.objects.order_by("report__finished_at")
    asked = {"earlier": str(last.pk), "later": str(first.pk)}
    pair = as_officer.get("/sites/WATCHED/photos/", asked).context["pair"]
    assert (pair["earlier"]["id"], pair["later"]["id"], pair["days"]) == (first.pk, last.pk, 60)
    nonsense = as_officer.get("/sites/WATCHED/photos/", {"earlier": "x", "later": "y", "series": "z"}).context["pair"]
    assert nonsense["later"]["id"] == last.pk


def test_one_photo_is_no_pair(officer: User, media_root: Path, as_officer: Client) -> None:
    shot(make.site(code="ONCE"), officer, media_root, days=0, visit="a")
    told = as_officer.get("/sites/ONCE/photos/").context
    assert (told["pair"], told["chart"], len(told["grades"])) == (None, None, 1)


def test_strangers_and_the_public_see_no_photo(watched: Site, stranger: User, client: Client) -> None:
    assert client.get("/sites/WATCHED/photos/").status_code == 302
    assert client.get("/sites/WATCHED/photos/panel/").content == b""
    client.force_login(stranger)
    told = client.get("/sites/WATCHED/photos/").context
    assert (told["series"], told["grades"]) == (None, [])
    assert client.get("/sites/WATCHED/photos/panel/").content == b""
    assert client.get("/desk/photo-changes/").status_code == 403


def test_officer_is_told_what_looks_different(watched: Site, as_officer: Client) -> None:
    assert list(as_officer.get("/desk/photo-changes/").context["page"]) == []
    compare_photos(site_id=watched.pk, at=make.NOW)
    rows = as_officer.get("/desk/photo-changes/").context["rows"]
    assert [row["change"].later.report.site for row in rows] == [watched]
    assert as_officer.get(rows[0]["url"]).context["pair"]["change"].verdict == "changed"


def test_walls(watched: Site) -> None:
    one, two, _three = Photo.objects.order_by("report__finished_at")

    def wall(**fields: object) -> str:
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            PhotoChange.objects.create(
                **{"earlier": one, "later": two, "verdict": "calm", "computed_at": make.NOW, **fields}
            )
        return str(getattr(caught.value.__cause__, "diag").constraint_name)  # noqa: B009

    assert wall(share=1.5) == "photo_change_share_is_share"
    assert wall(later=one) == "photo_change_of_two_photos"
    assert wall(boxes=[[0, 0, 1, 1]]) == "photo_change_boxes_only_where_changed"
    PhotoChange.objects.create(earlier=one, later=two, verdict="calm", computed_at=make.NOW)
    assert wall() == "photo_pair_compared_once"
