from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from core.errors import NotAllowed
from core.models import AuditEntry
from patrol.actions.assignments import assign_many, release_assignment, take_assignment
from patrol.errors import AlreadyTaken, AssignmentNotOpen, NotAVolunteer
from patrol.models import Assignment
from people.models import Notice, User
from people.notices import sentence
from sites.models import PlaceGrant, Site
from tests.factories import make

NOW = make.NOW
TODAY = date(2026, 6, 1)


def test_take_assignment_opens_a_visit_for_fourteen_days(volunteer: User, site: Site) -> None:
    campaign = make.campaign(area="1101")
    taken = take_assignment(site=site, by=volunteer, at=NOW)
    assert (taken.status, taken.origin, taken.do_by) == ("open", "taken", TODAY + timedelta(days=14))
    assert taken.campaign == campaign
    assert AuditEntry.objects.filter(verb="take_assignment", by=volunteer, target_id=str(taken.pk)).count() == 1


def test_take_assignment_grants_the_place_to_the_end_of_the_last_day_in_shanghai(volunteer: User, site: Site) -> None:
    take_assignment(site=site, by=volunteer, at=NOW)
    assert PlaceGrant.objects.get(site=site, user=volunteer).until == datetime(2026, 6, 15, 16, 0, tzinfo=UTC)


def test_take_assignment_chooses_the_campaign_of_the_narrowest_area(volunteer: User, site: Site) -> None:
    make.campaign(area="11")
    narrow = make.campaign(area="110101")
    make.campaign(area="110101", starts_on=date(2026, 7, 1))
    make.campaign(area="120000")
    assert take_assignment(site=site, by=volunteer, at=NOW).campaign == narrow


def test_take_assignment_again_returns_the_same(volunteer: User, site: Site) -> None:
    first = take_assignment(site=site, by=volunteer, at=NOW)
    assert take_assignment(site=site, by=volunteer, at=NOW + timedelta(hours=1)) == first
    assert Assignment.objects.count() == 1


def test_take_assignment_refuses_a_site_somebody_else_has(volunteer: User, site: Site) -> None:
    take_assignment(site=site, by=make.volunteer(), at=NOW)
    with pytest.raises(AlreadyTaken):
        take_assignment(site=site, by=volunteer, at=NOW)


def test_take_assignment_frees_a_site_whose_visit_ran_out(volunteer: User, site: Site) -> None:
    late = take_assignment(site=site, by=make.volunteer(), at=NOW - timedelta(days=15))
    taken = take_assignment(site=site, by=volunteer, at=NOW)
    late.refresh_from_db()
    assert (late.status, taken.status) == ("released", "open")


def test_take_assignment_refuses_who_is_no_volunteer(stranger: User, officer: User, site: Site) -> None:
    for person in (stranger, officer):
        with pytest.raises(NotAllowed):
            take_assignment(site=site, by=person, at=NOW)


def test_take_assignment_refuses_an_inactive_volunteer(site: Site) -> None:
    with pytest.raises(NotAllowed):
        take_assignment(site=site, by=make.volunteer(is_active=False), at=NOW)


def test_release_assignment_ends_the_leave_to_know_the_place(volunteer: User, site: Site) -> None:
    taken = take_assignment(site=site, by=volunteer, at=NOW)
    released = release_assignment(assignment=taken, by=volunteer, at=NOW + timedelta(hours=1))
    assert released.status == "released"
    assert PlaceGrant.objects.get(site=site, user=volunteer).until == NOW + timedelta(hours=1)
    assert take_assignment(site=site, by=make.volunteer(), at=NOW + timedelta(hours=2)).status == "open"


def test_release_assignment_by_the_planner_of_the_area(volunteer: User, planner: User, site: Site) -> None:
    taken = take_assignment(site=site, by=volunteer, at=NOW)
    assert release_assignment(assignment=taken, by=planner, at=NOW).status == "released"


def test_release_assignment_refuses_anybody_else(volunteer: User, stranger: User, site: Site) -> None:
    taken = take_assignment(site=site, by=volunteer, at=NOW)
    for person in (stranger, make.volunteer()):
        with pytest.raises(NotAllowed):
            release_assignment(assignment=taken, by=person, at=NOW)


def test_release_assignment_refuses_one_that_is_not_open(volunteer: User, site: Site) -> None:
    taken = take_assignment(site=site, by=volunteer, at=NOW)
    release_assignment(assignment=taken, by=volunteer, at=NOW)
    with pytest.raises(AssignmentNotOpen):
        release_assignment(assignment=taken, by=volunteer, at=NOW)


def test_assign_many_tells_each_volunteer_once_for_each_site(planner: User, volunteer: User) -> None:
    first, second, other = make.site(), make.site(name_zh="鼓楼", name_en="Drum Tower"), make.volunteer()
    plan_id = make.uuid(7)
    made = assign_many(
        pairs=[(first, volunteer), (second, other)], do_by=date(2026, 6, 9), plan_id=plan_id, by=planner, at=NOW
    )
    assert [(one.site, one.volunteer, one.origin, one.plan_id) for one in made] == [
        (first, volunteer, "planned", plan_id),
        (second, other, "planned", plan_id),
    ]
    notice = Notice.objects.get(user=other)
    assert (notice.kind, notice.url) == ("assigned", reverse("patrol:mine"))
    with translation.override("zh-hans"):
        assert sentence(notice).count("鼓楼") == 1
    assert PlaceGrant.objects.get(user=other).until == datetime(2026, 6, 9, 16, 0, tzinfo=UTC)


def test_assign_many_keeps_a_visit_the_volunteer_has_already(planner: User, volunteer: User, site: Site) -> None:
    taken = take_assignment(site=site, by=volunteer, at=NOW)
    assert assign_many(pairs=[(site, volunteer)], by=planner, at=NOW) == [taken]
    assert Notice.objects.count() == 0


def test_assign_many_makes_none_where_one_is_taken(planner: User, volunteer: User, site: Site) -> None:
    taken = make.site()
    take_assignment(site=taken, by=make.volunteer(), at=NOW)
    with pytest.raises(AlreadyTaken) as refusal:
        assign_many(pairs=[(site, volunteer), (taken, volunteer)], by=planner, at=NOW)
    assert refusal.value.extra == {"sites": [taken.code]}
    assert Assignment.objects.filter(site=site).count() == 0


def test_assign_many_refuses_who_does_not_plan_there(officer: User, volunteer: User, site: Site) -> None:
    with pytest.raises(NotAllowed):
        assign_many(pairs=[(site, volunteer)], by=officer, at=NOW)


def test_assign_many_refuses_who_is_no_active_volunteer(planner: User, stranger: User, site: Site) -> None:
    for person in (stranger, make.volunteer(is_active=False)):
        with pytest.raises(NotAVolunteer):
            assign_many(pairs=[(site, person)], by=planner, at=NOW)
