"""Duties of a day, most urgent first."""

import pytest

from planning.logic.urgency import urgency
from planning.queries.duties import MOST_URGENT_FIRST, duties, today
from tests.factories import make
from tests.planning.cases import visited


@pytest.mark.django_db
def test_duties_count_urgency_as_the_rule_does() -> None:
    for level in ("national", "county", "unlisted"):
        make.site(level_id=level)
        for days in (0, 35, 100, 400):
            visited(make.site(level_id=level), days)
    found = duties(("11",), on=today()).select_related("site__level")
    expected = {
        duty.pk: urgency(
            level_rank=duty.site.level.rank, due_on=duty.due_on, interval_days=duty.interval_days, today=today()
        )
        for duty in found
    }
    assert {duty.pk: duty.urgency for duty in found} == pytest.approx(expected)
    assert len(expected) == 15


@pytest.mark.django_db
def test_duties_come_most_urgent_first() -> None:
    names = ("late", "fresh", "never", "very late")
    sites = {name: make.site(name_zh=name) for name in names}
    visited(sites["late"], 35)
    visited(sites["fresh"], 0)
    visited(sites["very late"], 150)
    found = duties(("110101",), on=today()).select_related("site").order_by(*MOST_URGENT_FIRST)
    assert [(duty.site.name_zh, duty.status, duty.days_late) for duty in found] == [
        ("very late", "overdue", 120),
        ("never", "never", None),
        ("late", "overdue", 5),
        ("fresh", "current", -30),
    ]


@pytest.mark.django_db
def test_duties_stay_within_the_areas_and_leave_out_closed_sites() -> None:
    here = make.site()
    make.site(district=make.district("120101"))
    make.site(is_active=False)
    assert list(duties(("1101",), on=today()).values_list("site", flat=True)) == [here.pk]
    assert duties(("",), on=today()).count() == 2
    assert duties((), on=today()).count() == 0
