"""Applying, once and twice, and taking a whole import back."""

import json
from datetime import datetime, timedelta

import pytest

from people.models import User
from sites.actions.imports import apply_import, check_import, undo_import
from sites.actions.lines import cut_sections
from sites.errors import ImportBuiltOn, ImportBusy, ImportStale
from sites.models import ImportBatch, PhotoPoint, Site, SiteVersion
from tests.factories import make
from tests.sites.actions.imports.registers import checked, districts, table

ROWS = (
    "A-1,石桥,国保,古建筑,东城区,好,116.31,39.91",
    "A-2,古井,省保,古建筑,东城区,较好,116.32,39.92",
    "A-3,土地庙,银河级,古建筑,东城区,好,116.33,39.93",
)
LATER = make.NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    districts()


def applied(*rows: str, take: str = "good", at: datetime = make.NOW) -> ImportBatch:
    batch, _ = checked(table(*rows), at=at)
    apply_import(batch=batch, take=take, by=None, at=at)
    batch.refresh_from_db()
    return batch


def test_good_rows_become_sites_that_can_be_searched() -> None:
    batch = applied(*ROWS)
    assert batch.state == "applied"
    assert sorted(Site.objects.values_list("code", flat=True)) == ["A-1", "A-2"]
    assert "shiqiao" in Site.objects.get(code="A-1").search_text


def test_all_rows_that_can_be_taken_are_taken_when_asked() -> None:
    applied(*ROWS, take="all")
    assert Site.objects.get(code="A-3").level_id == "unlisted"


def test_the_same_file_a_second_time_changes_nothing() -> None:
    applied(*ROWS)
    before = list(Site.objects.order_by("code").values())
    batch, result = checked(table(*ROWS), at=LATER)
    assert result.outcomes == {"same": 2, "new": 1}
    assert apply_import(batch=batch, take="good", by=None, at=LATER) == 0
    assert list(Site.objects.order_by("code").values()) == before


def test_a_changed_row_changes_its_site_and_an_empty_cell_erases_nothing() -> None:
    applied(*ROWS)
    applied("A-1,石拱桥,,古建筑,东城区,差,116.31,39.91", at=LATER)
    site = Site.objects.get(code="A-1")
    assert (site.name_zh, site.level_id, site.condition_id) == ("石拱桥", "national", "poor")
    assert "shigongqiao" in site.search_text
    assert SiteVersion.objects.get(site=site).state["name_zh"] == "石桥"


def test_undo_says_again_what_was_said_before() -> None:
    applied(*ROWS)
    batch = applied(
        "A-1,石拱桥,省保,古建筑,东城区,差,116.315,39.915", "A-4,新碑,省保,古建筑,东城区,好,116.34,39.94", at=LATER
    )
    assert undo_import(batch=batch, by=None, at=LATER + timedelta(hours=1)) == 2
    site = Site.objects.get(code="A-1")
    assert (site.name_zh, site.level_id, site.condition_id) == ("石桥", "national", "good")
    assert (round(site.geom.x, 5), round(site.geom.y, 5)) == (116.31, 39.91)
    assert "shiqiao" in site.search_text
    assert not Site.objects.get(code="A-4").is_active
    with pytest.raises(ImportBusy):
        undo_import(batch=batch, by=None, at=LATER + timedelta(hours=2))


def test_a_site_taken_back_comes_in_again() -> None:
    batch = applied(*ROWS)
    undo_import(batch=batch, by=None, at=LATER)
    applied(*ROWS, at=LATER + timedelta(hours=1))
    assert Site.objects.filter(is_active=True).count() == 2


def test_undo_is_refused_once_something_was_built_on_it() -> None:
    batch = applied(*ROWS)
    PhotoPoint.objects.create(
        site=Site.objects.get(code="A-1"), number=1, name="南面", geom="SRID=4326;POINT(116.31 39.91)"
    )
    with pytest.raises(ImportBuiltOn):
        undo_import(batch=batch, by=None, at=LATER)
    assert Site.objects.get(code="A-1").is_active


def test_undo_is_refused_once_a_site_was_edited() -> None:
    batch = applied(*ROWS)
    Site.objects.filter(code="A-1").update(owner="村委会", updated_at=LATER)
    with pytest.raises(ImportBuiltOn):
        undo_import(batch=batch, by=None, at=LATER + timedelta(hours=1))


def test_what_the_register_learnt_since_the_check_is_not_overrun() -> None:
    batch, _ = checked(table(*ROWS))
    make.site(code="A-1", geom="SRID=4326;POINT(116.31 39.91)")
    with pytest.raises(ImportStale):
        apply_import(batch=batch, take="good", by=None, at=LATER)
    check_import(batch=batch, datum=None, at=LATER, on_progress=lambda done, total: None)
    assert apply_import(batch=batch, take="good", by=None, at=LATER) == 2


def _line(north: float) -> str:
    line = {"type": "LineString", "coordinates": [[116.31, 39.90], [116.31, north]]}
    told = {"编号": "L-1", "名称": "长堤", "保护级别": "国保", "类别": "古建筑", "区县": "东城区"}
    features = [{"type": "Feature", "geometry": line, "properties": told}]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def taken_in(north: float, at: datetime) -> ImportBatch:
    batch, _ = checked(_line(north), at=at)
    apply_import(batch=batch, take="good", by=None, at=at)
    batch.refresh_from_db()
    return batch


def test_a_line_comes_as_a_version_and_its_sections_go_over_to_the_next(officer: User) -> None:
    taken_in(39.918, make.NOW)
    site = Site.objects.get(code="L-1")
    cut_sections(site=site, at_measures=[500], by=officer, at=make.NOW)
    batch = taken_in(39.927, LATER)
    assert list(site.line_versions.order_by("number").values_list("number", "at")) == [(1, make.NOW), (2, LATER)]
    current = site.sections.filter(is_current=True).order_by("number")
    assert [(one.number, round(one.from_m), round(one.to_m)) for one in current] == [(1, 0, 500), (2, 500, 1999)]
    undo_import(batch=batch, by=None, at=LATER + timedelta(hours=1))
    site.refresh_from_db()
    assert (site.line_versions.count(), round(site.geom.coords[-1][1], 3)) == (3, 39.918)
    assert site.sections.filter(is_current=True, version__number=3).count() == 2


def test_a_line_that_came_with_an_import_goes_with_it() -> None:
    batch = taken_in(39.918, make.NOW)
    assert undo_import(batch=batch, by=None, at=LATER) == 1
    assert Site.objects.get(code="L-1").is_active is False


def test_the_same_line_again_is_no_new_version() -> None:
    taken_in(39.918, make.NOW)
    taken_in(39.918, LATER)
    assert Site.objects.get(code="L-1").line_versions.count() == 1
