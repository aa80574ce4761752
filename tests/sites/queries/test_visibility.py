from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point, Polygon
from django.utils import timezone

from people.models import Role, User
from people.permissions import Person
from sites.models import PlaceGrant, Site
from sites.queries import named, nearest_first, sees_exactly, visible_sites, within
from tests.factories import make

PLACE = Point(116.3894, 39.9407, srid=4326)
# The centre of the cell of 0.01 degrees around it.
CELL = (116.385, 39.945)
NOBODY = AnonymousUser()


@pytest.fixture
def tomb(db: None) -> Site:
    return make.site(code="TOMB", name_zh="某墓", name_en="A Tomb", category_id="0200")


@pytest.fixture
def hidden(db: None) -> Site:
    return make.site(code="HIDDEN", name_zh="某窖藏", name_en="A Hoard", visibility="district")


def seen(viewer: Person, site: Site) -> tuple[bool, tuple[float, float] | None]:
    """Return whether the viewer sees the place exactly, and the place."""
    found = visible_sites(viewer).get(pk=site.pk)
    place: Point | None = found.place  # type: ignore[attr-defined]
    exact: bool = found.is_exact  # type: ignore[attr-defined]
    return exact, (round(place.x, 6), round(place.y, 6)) if place else None


def in_frame(viewer: Person, west: float, south: float, east: float, north: float) -> list[str]:
    frame = Polygon.from_bbox((west, south, east, north))
    frame.srid = 4326
    return list(visible_sites(viewer).filter(within(viewer, frame)).order_by("code").values_list("code", flat=True))


def test_public_building_is_seen_exactly_by_all(site: Site, stranger: User) -> None:
    assert seen(NOBODY, site) == seen(stranger, site) == (True, (PLACE.x, PLACE.y))


def test_tomb_is_a_cell_to_the_public(tomb: Site, stranger: User, volunteer: User) -> None:
    assert [seen(viewer, tomb) for viewer in (NOBODY, stranger, volunteer)] == [(False, CELL)] * 3


def test_hidden_site_has_no_place_for_the_public(hidden: Site, volunteer: User) -> None:
    assert [seen(viewer, hidden) for viewer in (NOBODY, volunteer)] == [(False, None)] * 2


def test_officer_and_planner_see_exactly_in_their_area(tomb: Site, hidden: Site, officer: User, planner: User) -> None:
    exact = (True, (PLACE.x, PLACE.y))
    assert [seen(viewer, site) for viewer in (officer, planner) for site in (tomb, hidden)] == [exact] * 4


def test_administrator_of_everywhere_sees_exactly(hidden: Site, stranger: User) -> None:
    make.grant(stranger, Role.ADMINISTRATOR)
    assert seen(stranger, hidden) == (True, (PLACE.x, PLACE.y))


def test_officer_of_another_district_is_the_public(tomb: Site, stranger: User) -> None:
    make.grant(stranger, Role.OFFICER, "110105")
    assert seen(stranger, tomb) == (False, CELL)


def test_manager_is_the_public(tomb: Site, stranger: User) -> None:
    make.grant(stranger, Role.MANAGER)
    assert seen(stranger, tomb) == (False, CELL)


@pytest.mark.parametrize(("hours", "exact"), [(1, True), (-1, False)])
def test_place_grant_shows_the_place_while_it_runs(hours: int, exact: bool, tomb: Site, volunteer: User) -> None:  # noqa: FBT001
    PlaceGrant.objects.create(site=tomb, user=volunteer, until=timezone.now() + timedelta(hours=hours))
    assert seen(volunteer, tomb)[0] is exact
    assert sees_exactly(volunteer, tomb, at=timezone.now()) is exact


def test_place_grant_shows_one_site_to_one_person(tomb: Site, hidden: Site, volunteer: User, stranger: User) -> None:
    PlaceGrant.objects.create(site=tomb, user=volunteer, until=timezone.now() + timedelta(hours=1))
    assert (seen(volunteer, hidden)[0], seen(stranger, tomb)[0]) == (False, False)


def test_site_may_be_more_open_than_its_category(db: None) -> None:
    assert seen(NOBODY, make.site(category_id="0200", visibility="exact")) == (True, (PLACE.x, PLACE.y))


def test_withdrawn_site_is_seen_by_nobody(officer: User) -> None:
    site = make.site(is_active=False)
    assert [visible_sites(viewer).filter(pk=site.pk).count() for viewer in (NOBODY, officer)] == [0, 0]


def test_sees_exactly_agrees_with_what_is_shown(site: Site, tomb: Site, hidden: Site, officer: User) -> None:
    far = make.user()
    make.grant(far, Role.OFFICER, "110105")
    for viewer in (NOBODY, far, officer):
        for one in (site, tomb, hidden):
            assert sees_exactly(viewer, one, at=timezone.now()) is seen(viewer, one)[0]


def test_frame_finds_a_tomb_by_the_place_that_is_shown(tomb: Site, officer: User) -> None:
    around_cell = (CELL[0] - 0.001, CELL[1] - 0.001, CELL[0] + 0.001, CELL[1] + 0.001)
    around_place = (PLACE.x - 0.001, PLACE.y - 0.001, PLACE.x + 0.001, PLACE.y + 0.001)
    assert (in_frame(NOBODY, *around_cell), in_frame(NOBODY, *around_place)) == (["TOMB"], [])
    assert (in_frame(officer, *around_cell), in_frame(officer, *around_place)) == ([], ["TOMB"])


def test_frame_never_finds_what_is_hidden(hidden: Site, officer: User) -> None:
    beijing = (115.0, 39.0, 118.0, 42.0)
    assert (in_frame(NOBODY, *beijing), in_frame(officer, *beijing)) == ([], ["HIDDEN"])


def test_nearest_first_measures_to_the_shown_place(tomb: Site, hidden: Site, officer: User) -> None:
    make.site(code="FAR", geom=Point(116.40, 39.9407, srid=4326))

    def order(viewer: Person) -> list[tuple[str, int | None]]:
        found = nearest_first(visible_sites(viewer), PLACE)
        return [(one.code, None if one.distance_m is None else round(one.distance_m)) for one in found]  # type: ignore[attr-defined]

    assert order(NOBODY) == [("TOMB", 608), ("FAR", 906), ("HIDDEN", None)]
    assert order(officer) == [("HIDDEN", 0), ("TOMB", 0), ("FAR", 906)]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("钟", ["BELL"]),
        ("tower", ["BELL"]),
        ("bell", ["BELL"]),
        ("Bel Tower", ["BELL"]),
        ("墓", ["TOMB"]),
        ("tomb", ["TOMB"]),
    ],
)
def test_names_are_found_by_a_part_in_either_language_or_nearly(words: str, codes: list[str], tomb: Site) -> None:
    make.site(code="BELL")
    assert list(Site.objects.filter(named(words)).values_list("code", flat=True)) == codes


@pytest.mark.parametrize("words", ["张旺胡同", "100 %", "_", "%"])
def test_names_are_not_found_by_address_or_wildcard(words: str, db: None) -> None:
    make.site(address_zh="张旺胡同 100 %")
    assert Site.objects.filter(named(words)).count() == 0


def test_code_is_found_by_a_part_of_it_not_by_likeness(db: None) -> None:
    make.site(code="370827-0057")
    make.site(code="370827-005x")
    assert [Site.objects.filter(named(words)).count() for words in ("370827-005X", "370827-0057", "370827")] == [
        1,
        1,
        2,
    ]
