"""Units are merged once, with their sites, by officers of all of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.errors import NotAllowed, Problem
from people.models import User
from sites.actions.units import merge_units
from sites.errors import UnitMergedAlready, WhyMissing
from sites.models import ProtectedUnit, Site, SiteVersion, UnitMerge
from tests.factories import make

LATER = make.NOW + timedelta(days=1)


def unit(code: str) -> ProtectedUnit:
    return ProtectedUnit.objects.create(code=code, name_zh=code, level_id="national")


def merge(one: ProtectedUnit, into: ProtectedUnit, by: User, **told: Any) -> UnitMerge:
    announced = {"announced_on": date(2026, 1, 1), "source": "国发〔2026〕1 号", **told}
    return merge_units(unit=one, into=into, by=by, at=LATER, **announced)


def test_sites_go_along_and_say_so(officer: User) -> None:
    one, other = unit("A"), unit("B")
    make.site(code="S-1", unit=one), make.site(code="S-2", unit=one, is_active=False), make.site(code="S-3", unit=other)
    made = merge(one, other, officer)
    one.refresh_from_db()
    assert (made.site_codes, one.merged_into) == (["S-1", "S-2"], other)
    assert set(Site.objects.values_list("unit__code", flat=True)) == {"B"}
    assert Site.objects.get(code="S-1").updated_why == "A → B: 国发〔2026〕1 号"
    assert {one.state["unit_id"] for one in SiteVersion.objects.all()} == {str(made.unit_id)}


@pytest.mark.parametrize(
    ("names", "refusal"),
    [(("A", "A"), UnitMergedAlready), (("A", "C"), UnitMergedAlready), (("C", "B"), UnitMergedAlready)],
)
def test_merged_unit_is_not_merged_again(names: tuple[str, str], refusal: type[Problem], officer: User) -> None:
    units = {name: unit(name) for name in "ABC"}
    merge(units["C"], units["B"], officer)
    with pytest.raises(refusal):
        merge(units[names[0]], units[names[1]], officer)
    assert UnitMerge.objects.count() == 1


def test_merge_needs_its_announcement_and_the_right_over_all_sites(officer: User, stranger: User) -> None:
    one, other = unit("A"), unit("B")
    with pytest.raises(WhyMissing):
        merge(one, other, officer, source=" ")
    with pytest.raises(NotAllowed):
        merge(one, other, stranger)
    make.site(unit=other, district=make.district("110105"))
    with pytest.raises(NotAllowed):
        merge(one, other, officer)
    assert UnitMerge.objects.count() == 0
