"""What the check of a file finds, row by row."""

import pytest

from core.logic.datum import Datum, convert
from people.models import Role
from sites.errors import FileUnreadable
from sites.models import ImportRow, Site
from tests.factories import make
from tests.sites.actions.imports.registers import checked, districts, table

GOOD = "A-1,石桥,国保,古建筑,东城区,好,116.31,39.91"


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    districts()


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ("B-1,古井,省保,古建筑,东城区,好,,", "missing_position"),
        ("B-1,古井,省保,古建筑,东城区,好,about there,39.9", "unreadable_position"),
        ("B-1,古井,省保,古建筑,东城区,好,0,0", "impossible_position"),
        ("B-1,,省保,古建筑,东城区,好,116.32,39.92", "missing_name"),
        (",古井,省保,古建筑,东城区,好,116.32,39.92", "missing_code"),
        ("B-1,古井,省保,古建筑,朝阳区,好,116.32,39.92", "outside_district"),
        ("B-1,古井,省保,古建筑,桃源县,好,116.32,39.92", "district_unknown"),
        ("B-1,古井,省保,古建筑,东城区,好,39.92,116.32", "swapped_axes"),
        ("A-1,古井,省保,古建筑,东城区,好,116.32,39.92", "duplicate"),
        ("B-1,古井,银河级,古建筑,东城区,好,116.32,39.92", "level_unknown"),
        ("B-1,古井,省保,飞碟,东城区,好,116.32,39.92", "category_unknown"),
        ("B-1,古井,省保,古建筑,东城区,会说话,116.32,39.92", "condition_unknown"),
        ("B-1," + "井" * 121 + ",省保,古建筑,东城区,好,116.32,39.92", "value_too_long"),
    ],
)
def test_each_defect_is_found_and_the_other_row_is_good(row: str, finding: str) -> None:
    _, result = checked(table(GOOD, row))
    assert (result.rows, result.good, result.findings) == (2, 1, {finding: 1})


def test_a_clean_row_leads_to_a_new_site_with_our_codes() -> None:
    batch, result = checked(table(GOOD))
    row = ImportRow.objects.get(batch_id=batch.pk)
    assert (row.outcome, row.findings) == ("new", [])
    assert (row.level_id, row.category_id, row.condition_id, row.district_id) == ("national", "0300", "good", "110101")
    assert row.given_position == "116.31,39.91"
    assert result.good == 1


def test_rows_that_share_one_position_or_name_are_all_named() -> None:
    shared = [f"S-{n},庙{n},省保,古建筑,东城区,好,116.33,39.93" for n in range(3)]
    named = [f"N-{n},土地庙,省保,古建筑,东城区,好,116.3{n},39.95" for n in range(2)]
    _, result = checked(table(GOOD, *shared, *named))
    assert result.findings == {"shared_position": 3, "name_repeated": 2}
    assert result.good == 1


def test_a_crossing_outline_is_mended_and_named() -> None:
    bow = '"POLYGON((116.3 39.9,116.31 39.91,116.31 39.9,116.3 39.91,116.3 39.9))"'
    batch, result = checked(f"code,name,wkt\nP-1,古城,{bow}\n")
    assert result.findings == {"self_crossing": 1}
    assert ImportRow.objects.get(batch_id=batch.pk).geom.valid


def test_the_datum_is_found_by_the_districts_the_rows_state() -> None:
    # Places just inside the border between the two districts; as BD-09 they seem to lie beyond it.
    places = [(116.392 + n * 1e-4, 39.75 + n * 0.004) for n in range(60)]
    shifted = [convert(*place, Datum.WGS84, Datum.BD09) for place in places]
    rows = [f"D-{n},塔{n},省保,古建筑,东城区,好,{x:.7f},{y:.7f}" for n, (x, y) in enumerate(shifted)]
    batch, result = checked(table(*rows))
    assert result.shares.best == Datum.BD09
    assert result.shares.inside["bd09"] == 1.0
    assert result.shares.inside["wgs84"] < 0.5
    first = ImportRow.objects.get(batch_id=batch.pk, number=1)
    assert first.geom.distance(make.site(geom=f"SRID=4326;POINT({places[0][0]} {places[0][1]})").geom) < 1e-6


def test_rows_of_other_areas_are_refused_to_an_officer() -> None:
    officer = make.user()
    make.grant(officer, Role.OFFICER, "110105")
    batch, result = checked(table(GOOD, "B-1,古井,省保,古建筑,朝阳区,好,116.45,39.92"), by=officer)
    assert result.findings == {"not_your_area": 1}
    assert ImportRow.objects.get(batch_id=batch.pk, number=1).outcome == "refused"


def test_another_officers_file_may_be_in_gbk_with_formula_cells() -> None:
    text = table("A-1,\"'=cmd|' /C calc'!A0\",国保,古建筑,东城区,好,116.31,39.91")
    batch, result = checked(text.encode("gb18030"))
    assert result.findings == {}
    assert ImportRow.objects.get(batch_id=batch.pk).name_zh == "=cmd|' /C calc'!A0"


def test_a_file_without_anything_of_a_site_is_refused() -> None:
    with pytest.raises(FileUnreadable):
        checked("colour,size\nred,3\n")
    assert not Site.objects.exists()
