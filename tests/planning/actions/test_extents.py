"""What visits saw, kept in the database: measured once, merged with dates, carried over to a new survey."""

from datetime import date
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, transaction

from patrol.models import Visit
from people.models import User
from planning.actions.extents import measure_visit, refresh_extent
from planning.models import SeenStretch, SiteExtent, VisitExtent, WalkedStretch
from planning.queries.extents import stale_sites, waiting_visits
from sites.actions.lines import cut_sections
from sites.models import Site
from tests.factories import make
from tests.planning.logic.cover.walks import MORNING, metres, walk
from tests.planning.outings import STRAIGHT, surveyed, visit_with_track, wall

DAY = 86_400.0
JUNE = date(2024, 6, 1)

pytestmark = pytest.mark.django_db


def measured(visit: Visit) -> VisitExtent:
    found = measure_visit(visit=visit, at=make.NOW)
    assert found is not None
    return found


def rounded(site: Site) -> list[tuple[int, int, date]]:
    rows = WalkedStretch.objects.filter(version__site=site).order_by("from_m")
    return [(round(one.from_m, -1), round(one.to_m, -1), one.last_on) for one in rows]


def test_accepted_visit_is_measured_once(officer: User, volunteer: User) -> None:
    site = wall(officer)
    visit = visit_with_track(volunteer, site, walk(STRAIGHT, 0, 400))
    assert waiting_visits(9) == [visit]
    extent = measured(visit)
    assert (waiting_visits(9), extent.tracks, extent.rejected) == ([], 1, {})
    assert rounded(site) == [(0, 420, JUNE)]
    found = SiteExtent.objects.get(site=site)
    assert (round(found.whole), round(found.seen), found.unknown, found.last_on) == (1_000, 419, 0.0, JUNE)


def test_visits_are_merged_with_their_last_day(officer: User, volunteer: User) -> None:
    site = wall(officer)
    for start, end, days in ((0, 600, 0), (400, 800, 30)):
        walked = walk(STRAIGHT, start, end, at_s=MORNING + days * DAY, noise_m=1, seed=days)
        measured(visit_with_track(volunteer, site, walked))
    assert rounded(site) == [(0, 380, JUNE), (380, 820, date(2024, 7, 1))]


def test_what_nobody_can_tell_is_unknown_until_somebody_saw_it(officer: User, volunteer: User) -> None:
    site = wall(officer)
    whole = walk(STRAIGHT)
    at = whole.at_s - MORNING
    measured(visit_with_track(volunteer, site, whole.chosen((at <= 160) | (at >= 640))))
    assert round(SiteExtent.objects.get(site=site).unknown, -1) == 560
    later = walk(STRAIGHT, 100, 900, at_s=MORNING + DAY, noise_m=1)
    measured(visit_with_track(volunteer, site, later))
    found = SiteExtent.objects.get(site=site)
    assert (found.unknown, round(found.seen)) == (0.0, 1_000)


def test_copy_of_another_outings_track_is_counted_and_proves_nothing(officer: User, volunteer: User) -> None:
    site = wall(officer)
    walked = walk(STRAIGHT)
    extent = measured(visit_with_track(volunteer, site, walked, reasons=("copy",)))
    assert (extent.rejected, extent.tracks) == ({"copy": len(walked)}, 0)
    assert SeenStretch.objects.count() == 0


def test_track_read_later_is_measured_then(officer: User, volunteer: User) -> None:
    site = wall(officer)
    visit = visit_with_track(volunteer, site, walk(STRAIGHT))
    track = volunteer.outings.get().tracks.get()
    track.read_at = None
    track.save()
    assert measured(visit).tracks == 0
    assert waiting_visits(9) == []
    track.read_at = make.NOW.replace(hour=5)
    track.save()
    assert waiting_visits(9) == [visit]
    assert (measured(visit).tracks, len(rounded(site))) == (1, 1)


def test_proof_stays_when_the_points_are_gone(officer: User, volunteer: User) -> None:
    site = wall(officer)
    visit = visit_with_track(volunteer, site, walk(STRAIGHT, 0, 400))
    measured(visit)
    track = volunteer.outings.get().tracks.get()
    track.dropped_at = make.NOW
    track.save()
    track.batches.all().delete()
    assert (measured(visit).tracks, rounded(site)) == (1, [(0, 420, JUNE)])


def test_new_survey_carries_over_what_was_seen(officer: User, volunteer: User) -> None:
    site = wall(officer)
    measured(visit_with_track(volunteer, site, walk(STRAIGHT, 0, 400)))
    surveyed(officer, site, metres([(-200, 5), (0, 5), (1_000, 5)]))
    assert list(stale_sites(9)) == [site]
    refresh_extent(site=site, at=make.NOW)
    assert (list(stale_sites(9)), rounded(site)) == ([], [(200, 620, JUNE)])
    assert round(SiteExtent.objects.get(site=site).whole) == 1_200


def test_sections_cut_anew_change_nothing(officer: User, volunteer: User) -> None:
    site = wall(officer)
    measured(visit_with_track(volunteer, site, walk(STRAIGHT, 0, 400)))
    cut_sections(site=site, at_measures=[500], by=officer, at=make.NOW)
    assert (list(stale_sites(9)), rounded(site)) == ([], [(0, 420, JUNE)])


def test_share_of_an_area_is_kept_and_follows_its_outline(officer: User, volunteer: User) -> None:
    def box(width: int) -> GEOSGeometry:
        ring = [*metres([(0, 0), (width, 0), (width, 300), (0, 300), (0, 0)]).coords]
        return GEOSGeometry(f"SRID=4326;POLYGON(({','.join(f'{x} {y}' for x, y in ring)}))")

    site = make.site(geom=box(400))
    across = metres([(-100, 150), (900, 150)])
    measured(visit_with_track(volunteer, site, walk(across)))
    found = SiteExtent.objects.get(site=site)
    assert (found.version, round(found.seen / found.whole, 2), found.last_on) == (None, 0.2, JUNE)
    site.geom = box(200)
    site.save()
    assert list(stale_sites(9)) == [site]
    refresh_extent(site=site, at=make.NOW)
    halved = SiteExtent.objects.get(site=site)
    assert round(halved.whole / found.whole, 2) == 0.5
    assert round(halved.seen / halved.whole, 2) == 0.2


def test_visit_to_a_point_is_not_measured(volunteer: User) -> None:
    visit_with_track(volunteer, make.site(), walk(STRAIGHT))
    assert VisitExtent.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "wall_name"),
    [
        ({"from_m": 100, "to_m": 300}, "seen_stretch_once"),
        ({"from_m": 900, "to_m": 1_200}, "seen_stretch_on_own_line"),
        ({"from_m": 900, "to_m": 900}, "seen_stretch_runs_forward"),
        ({"from_m": -1, "to_m": 0.0}, "seen_stretch_runs_forward"),
    ],
)
def test_stretches_never_overlap_and_stay_on_their_line(
    officer: User, volunteer: User, values: dict[str, Any], wall_name: str
) -> None:
    site = wall(officer)
    visit = visit_with_track(volunteer, site, walk(STRAIGHT, 0, 400))
    fields = {"visit": visit, "version": site.line_versions.get(), "seen_on": JUNE}
    SeenStretch.objects.create(**fields, from_m=0, to_m=200)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        SeenStretch.objects.create(**{**fields, **values})
    assert refused.value.__cause__.diag.constraint_name == wall_name  # type: ignore[union-attr]


def test_stretch_of_another_sites_line_is_refused(officer: User, volunteer: User) -> None:
    site, other = wall(officer), wall(officer)
    visit = visit_with_track(volunteer, site, walk(STRAIGHT))
    with pytest.raises(IntegrityError, match="visit's site"), transaction.atomic():
        SeenStretch.objects.create(visit=visit, version=other.line_versions.get(), from_m=0, to_m=1, seen_on=JUNE)


def test_part_is_never_more_than_the_whole(officer: User) -> None:
    site = wall(officer)
    with pytest.raises(IntegrityError, match="site_extent_part_of_whole"), transaction.atomic():
        SiteExtent.objects.filter(site=site).update(seen=900, unknown=200)


def test_walked_stretches_never_overlap(officer: User) -> None:
    version = wall(officer).line_versions.get()
    WalkedStretch.objects.create(version=version, from_m=0, to_m=10, last_on=JUNE)
    with pytest.raises(IntegrityError, match="walked_stretch_once"), transaction.atomic():
        WalkedStretch.objects.create(version=version, from_m=9, to_m=20, last_on=JUNE)


def test_visit_nobody_asked_to_measure_is_left_alone(volunteer: User) -> None:
    visit = visit_with_track(volunteer, make.site(), walk(STRAIGHT))
    assert measure_visit(visit=visit, at=make.NOW) is None
