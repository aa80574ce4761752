"""Two plans side by side."""

import pytest

from planning.logic.difference import Figures, Kind, Share, SiteChange, Visit, difference, unevenness


def test_each_site_is_gained_lost_moved_or_the_same() -> None:
    before = [Visit("A", "x", 1.0, 5.0), Visit("B", "x", 2.0, 4.0), Visit("C", "y", 3.0, 3.0)]
    after = [Visit("A", "x", 1.0, 5.0), Visit("B", "y", 2.5, 4.0), Visit("D", "y", 1.0, 9.0)]
    found = difference(before, after)
    assert found.sites == (
        SiteChange("D", Kind.GAINED, (), ("y",)),
        SiteChange("C", Kind.LOST, ("y",), ()),
        SiteChange("B", Kind.MOVED, ("x",), ("y",)),
        SiteChange("A", Kind.SAME, ("x",), ("x",)),
    )
    assert (found.gained, found.lost, found.moved, found.count(Kind.SAME)) == (1, 1, 1, 1)
    assert found.before == Figures(3, 2, 12.0, 6.0, 2, pytest.approx(1 / 6))
    assert found.after == Figures(3, 2, 18.0, 4.5, 2, pytest.approx(1 / 6))
    assert found.people == (Share("x", 2, 1, 3.0, 1.0), Share("y", 1, 2, 3.0, 3.5))


def test_both_of_a_crew_count_and_who_of_them_leads_is_no_difference() -> None:
    before = [Visit("A", "x", 1.0, 5.0, "y", 2.0), Visit("B", "x", 1.0, 5.0, "y", 2.0)]
    after = [Visit("A", "y", 2.0, 5.0, "x", 1.0), Visit("B", "x", 1.0, 5.0, "z", 4.0)]
    found = difference(before, after)
    assert found.sites == (
        SiteChange("B", Kind.MOVED, ("x", "y"), ("x", "z")),
        SiteChange("A", Kind.SAME, ("x", "y"), ("y", "x")),
    )
    assert (found.before.people, found.before.km, found.after.people, found.after.km) == (2, 6.0, 3, 8.0)
    assert found.people == (Share("x", 2, 2, 2.0, 2.0), Share("y", 2, 1, 4.0, 2.0), Share("z", 0, 1, 0.0, 4.0))


def test_nothing_differs_from_nothing() -> None:
    found = difference([], [])
    assert (found.sites, found.people, found.before) == ((), (), Figures(0, 0, 0, 0, 0, 0.0))


@pytest.mark.parametrize(
    ("counts", "gini"), [([], 0.0), ([0, 0], 0.0), ([3, 3, 3], 0.0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25)]
)
def test_unevenness_is_the_gini_coefficient(counts: list[int], gini: float) -> None:
    assert unevenness(counts) == pytest.approx(gini)
