"""What changed between two states of a site."""

import pytest
import shapely

from sites.logic.diff import FieldChange, PlaceKind, field_changes, place_change, wind

HERE = shapely.Point(116.39, 39.94)
BOX = shapely.box(116.390, 39.940, 116.391, 39.941)


def test_only_what_differs_is_told_in_the_order_asked() -> None:
    before, after = {"a": 1, "b": "", "c": "x"}, {"a": 2, "b": None, "c": "y"}
    assert field_changes(before, after, ("c", "b", "a")) == [FieldChange("c", "x", "y"), FieldChange("a", 1, 2)]


def test_move_is_told_in_metres_and_direction() -> None:
    change = place_change(HERE, shapely.Point(116.39, 39.941))
    assert change is not None
    assert (change.kind, change.wind, round(change.moved_m)) == (PlaceKind.MOVED, "n", 111)


def test_same_outline_begun_elsewhere_is_no_change() -> None:
    turned = shapely.Polygon([*BOX.exterior.coords[2:], *BOX.exterior.coords[1:3]])
    assert place_change(BOX, turned) is None


def test_centimetres_are_no_change_and_a_metre_is() -> None:
    assert place_change(HERE, shapely.Point(116.39 + 1e-7, 39.94)) is None
    assert place_change(HERE, shapely.Point(116.39 + 2e-5, 39.94)) is not None


def test_grown_outline_tells_both_areas() -> None:
    change = place_change(BOX, shapely.box(116.390, 39.940, 116.392, 39.941))
    assert change is not None
    assert (change.kind, change.extent_after / change.extent_before) == (PlaceKind.RESHAPED, pytest.approx(2))
    assert change.extent_before == pytest.approx(85.4 * 111, rel=0.01)


def test_point_that_became_an_outline_is_retyped() -> None:
    change = place_change(HERE, BOX)
    assert change is not None
    assert (change.kind, change.shape_before, change.shape_after) == (PlaceKind.RETYPED, "point", "polygon")


@pytest.mark.parametrize(("bearing", "name"), [(0, "n"), (44, "ne"), (180, "s"), (350, "n"), (292, "w")])
def test_winds(bearing: float, name: str) -> None:
    assert wind(bearing) == name
