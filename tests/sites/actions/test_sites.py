"""Sites added, changed, taken out and brought back by hand; many at once."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db.models import QuerySet

from core.errors import NotAllowed, Problem
from core.models import AuditEntry
from people.models import User
from sites.actions.sites import add_site, bring_back_site, change_many, change_site, retire_site
from sites.errors import DistrictNotFound, SiteChangedMeanwhile, SiteCodeTaken, WhyMissing
from sites.models import Site, SiteVersion
from sites.queries.bulk import fingerprint
from tests.factories import make

LATER = make.NOW + timedelta(days=1)
HERE = Point(116.40, 39.95, srid=4326)
NEW = {"name_zh": "新桥", "level_id": "county", "category_id": "0300", "open_to": "yes", "geom": HERE}


def everything() -> QuerySet[Site]:
    return Site.objects.all()


def test_new_site_lies_in_the_district_of_its_place(officer: User) -> None:
    make.district()
    site = add_site(code="NEW-1", values=NEW, why="四普新发现", by=officer, at=LATER)
    site.refresh_from_db()
    assert (site.district_id, site.updated_by, site.updated_why, site.created_at) == (
        "110101",
        officer,
        "四普新发现",
        LATER,
    )
    assert AuditEntry.objects.get(verb="add_site").change == {"why": "四普新发现", "code": "NEW-1"}


@pytest.mark.parametrize(
    ("code", "place", "why", "refusal"),
    [
        ("NEW-1", HERE, " ", WhyMissing),
        ("old-1", HERE, "x", SiteCodeTaken),
        ("NEW-1", Point(100, 30, srid=4326), "x", DistrictNotFound),
        ("NEW-1", Point(116.9, 39.9, srid=4326), "x", NotAllowed),
    ],
)
def test_site_is_not_added(code: str, place: Point, why: str, refusal: type[Problem], officer: User) -> None:
    make.site(code="OLD-1")
    box = "SRID=4326;MULTIPOLYGON(((116.8 39.7,117 39.7,117 40.1,116.8 40.1,116.8 39.7)))"
    make.district("110105", geom=box)
    with pytest.raises(refusal):
        add_site(code=code, values={**NEW, "geom": place}, why=why, by=officer, at=LATER)
    assert everything().count() == 1


def test_change_leaves_the_old_state_in_the_history(officer: User, site: Site) -> None:
    changes = {"name_zh": "鼓楼", "name_en": site.name_en}
    change_site(site=site, seen_at=site.updated_at, changes=changes, why="更名", by=officer, at=LATER)
    site.refresh_from_db()
    version = SiteVersion.objects.get(site=site)
    assert (site.name_zh, version.state["name_zh"], version.valid_to) == ("鼓楼", "钟楼", LATER)
    assert AuditEntry.objects.get(verb="change_site").change == {"why": "更名", "name_zh": ["钟楼", "鼓楼"]}


def test_change_that_changes_nothing_writes_nothing(officer: User, site: Site) -> None:
    change_site(site=site, seen_at=site.updated_at, changes={"name_zh": site.name_zh}, why="", by=officer, at=LATER)
    site.refresh_from_db()
    assert (site.updated_at, SiteVersion.objects.count(), AuditEntry.objects.count()) == (make.NOW, 0, 0)


def test_second_of_two_officers_is_told(officer: User, site: Site) -> None:
    seen = site.updated_at
    change_site(site=site, seen_at=seen, changes={"name_zh": "鼓楼"}, why="更名", by=officer, at=LATER)
    with pytest.raises(SiteChangedMeanwhile):
        change_site(site=site, seen_at=seen, changes={"name_zh": "箭楼"}, why="更名", by=officer, at=LATER)


def test_site_is_not_moved_into_a_district_of_others(officer: User, site: Site) -> None:
    make.district("110105")
    with pytest.raises(NotAllowed):
        change_site(
            site=site, seen_at=site.updated_at, changes={"district_id": "110105"}, why="x", by=officer, at=LATER
        )


def test_stranger_changes_nothing(stranger: User, site: Site) -> None:
    with pytest.raises(NotAllowed):
        change_site(site=site, seen_at=site.updated_at, changes={"name_zh": "x"}, why="x", by=stranger, at=LATER)


def test_site_goes_out_and_comes_back(officer: User, site: Site) -> None:
    retire_site(site=site, seen_at=site.updated_at, why="已毁", by=officer, at=LATER)
    site.refresh_from_db()
    assert (site.is_active, site.updated_why) == (False, "已毁")
    bring_back_site(site=site, seen_at=LATER, why="误报", by=officer, at=LATER + timedelta(days=1))
    site.refresh_from_db()
    assert (site.is_active, SiteVersion.objects.filter(site=site).count()) == (True, 2)


def test_many_are_changed_in_a_constant_number_of_queries(officer: User, django_assert_max_num_queries: object) -> None:
    make.site(code="A"), make.site(code="B", open_to="no"), make.site(code="C")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        count = change_many(sites=everything(), changes={"open_to": "no"}, why="闭馆", by=officer, at=LATER)
    assert (count, set(everything().values_list("open_to", flat=True))) == (2, {"no"})
    assert AuditEntry.objects.get(verb="change_many_sites").change["codes"] == ["A", "C"]
    assert SiteVersion.objects.count() == 2


def test_many_are_not_changed_where_one_is_of_others_or_moved_on(officer: User) -> None:
    make.site(code="A")
    seen = fingerprint(everything().values_list("pk", "updated_at"))
    everything().update(updated_at=LATER, name_zh="改过")
    with pytest.raises(SiteChangedMeanwhile):
        change_many(sites=everything(), changes={"open_to": "no"}, why="x", by=officer, at=LATER, seen=seen)
    make.site(code="B", district=make.district("110105"))
    with pytest.raises(NotAllowed):
        change_many(sites=everything(), changes={"open_to": "no"}, why="x", by=officer, at=LATER)
    assert set(everything().values_list("open_to", flat=True)) == {"yes"}
