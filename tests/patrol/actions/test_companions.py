"""A visit two make together: either may say no, give it back or report it; the lead says yes for both."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed
from core.ids import new_id
from core.personal import Gone
from patrol import personal
from patrol.actions.assignments import assign_many, release_assignment, take_assignment
from patrol.actions.promises import accept_assignment, decline_assignment, release_late
from patrol.actions.reports import submit_report
from patrol.errors import AlreadyTaken
from patrol.errors.outings import InsuranceMissing
from patrol.models import Assignment, OutingPolicy
from patrol.queries.assignments import own_assignments
from people.models import Insurance, Notice, User
from sites.models import PlaceGrant, Site
from tests.conftest import signed_in
from tests.factories import make, sent
from tests.planning.cases import day, now
from tests.planning.crews import guide, steep

PHOTOS = [sent.jpeg(1), sent.jpeg(2)]


@pytest.fixture
def lead(db: None) -> User:
    return guide("lead")


@pytest.fixture
def along(db: None) -> User:
    return guide("along")


@pytest.fixture
def cliff(db: None) -> Site:
    return steep(1, code="CLIFF")


@pytest.fixture
def visit(planner: User, lead: User, along: User, cliff: Site) -> Assignment:
    return send(planner, cliff, lead, along)


def send(planner: User, site: Site, lead: User, along: User) -> Assignment:
    until = now() + timedelta(hours=48)
    (made,) = assign_many(
        pairs=[(site, lead)], companions={site.pk: along}, do_by=day(5), plan_id=new_id(), accept_by=until,
        by=planner, at=now(),
    )  # fmt: skip
    Notice.objects.all().delete()
    return made


def told() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("user__name", "kind"))


def knows(person: User) -> bool:
    return PlaceGrant.objects.filter(user=person, until__gt=now()).exists()


def test_both_find_the_visit_and_the_other_in_their_list(visit: Assignment, lead: User, along: User) -> None:
    found = [(one.other_name, one.other_number, one.is_along) for who in (lead, along) for one in own_assignments(who)]
    assert found == [("along", along.volunteer.number, False), ("lead", lead.volunteer.number, True)]


def test_the_lead_says_yes_for_both(visit: Assignment, lead: User, along: User) -> None:
    with pytest.raises(NotAllowed):
        accept_assignment(assignment_id=visit.pk, by=along, at=now())
    assert accept_assignment(assignment_id=visit.pk, by=lead, at=now()).accepted_at is not None


@pytest.mark.parametrize(("who", "other"), [("lead", "along"), ("along", "lead")])
def test_either_says_no_and_the_other_is_told(visit: Assignment, planner: User, who: str, other: str) -> None:
    person = User.objects.get(name=who)
    decline_assignment(assignment_id=visit.pk, words="脚扭了", by=person, at=now())
    assert told() == [(other, "visit_ended"), ("planner", "plan_visit_lost")]
    assert Notice.objects.get(kind="plan_visit_lost").params["name"] == who
    assert [knows(one) for one in User.objects.filter(name__in=["lead", "along"])] == [False, False]


def test_companion_gives_back_and_the_lead_is_told(visit: Assignment, along: User) -> None:
    assert release_assignment(assignment=visit, by=along, at=now()).status == "released"
    assert told() == [("lead", "visit_ended")]


def test_nobody_else_says_no(visit: Assignment, stranger: User) -> None:
    with pytest.raises(NotAllowed):
        decline_assignment(assignment_id=visit.pk, words="x", by=stranger, at=now())


def test_time_that_is_over_is_told_to_both(visit: Assignment) -> None:
    assert release_late(at=now() + timedelta(hours=49)) == 1
    assert told() == [("along", "visit_ended"), ("lead", "visit_ended"), ("planner", "plan_visit_lost")]


def test_companion_who_takes_the_visit_has_it_already(visit: Assignment, along: User, cliff: Site) -> None:
    assert take_assignment(site=cliff, by=along, at=now()) == visit


def test_the_same_lead_with_another_is_another_visit(visit: Assignment, lead: User, planner: User, cliff: Site) -> None:
    with pytest.raises(AlreadyTaken):
        send(planner, cliff, lead, guide("third"))


def test_companion_must_be_allowed_to_go_there(lead: User, along: User, planner: User, cliff: Site) -> None:
    Insurance.objects.filter(volunteer=along.volunteer).delete()
    with pytest.raises(InsuranceMissing):
        send(planner, cliff, lead, along)
    assert Assignment.objects.count() == 0


def test_report_of_the_companion_finishes_the_visit(
    visit: Assignment, along: User, lead: User, cliff: Site, media_root: Path
) -> None:
    make.campaign()
    odd = []
    for who in (along, lead):
        said = sent.payload(cliff, PHOTOS, assignment=str(visit.pk))
        report = submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=who, at=make.NOW)
        odd.append(report.irregularities)
    visit.refresh_from_db()
    assert (visit.status, odd) == ("reported", [[], []])


def test_pages_show_who_goes_along(visit: Assignment, lead: User, along: User) -> None:
    for who, words in ((lead, "<strong>along</strong>与您同行"), (along, "您陪同<strong>lead</strong>前往")):
        page = signed_in(who).get("/field/mine/").content.decode()
        assert (words in page, "好，我们去" in page, f"/{visit.pk}/decline/" in page) == (True, who == lead, True)


def test_pack_names_the_other_for_the_outing(visit: Assignment, lead: User, along: User) -> None:
    for who, other in ((lead, along), (along, lead)):
        (site,) = signed_in(who).get("/api/v1/field/pack").json()["sites"]
        assert site["assignment"]["company"] == {"name": other.name, "number": other.volunteer.number}


def test_the_database_refuses_oneself_as_companion(visit: Assignment) -> None:
    wall = "assignment_companion_is_somebody_else"
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        Assignment.objects.filter(pk=visit.pk).update(companion=visit.volunteer)


def test_the_database_refuses_a_planned_visit_alone(visit: Assignment) -> None:
    with pytest.raises(IntegrityError, match="assignment_planned_in_company"), transaction.atomic():
        Assignment.objects.filter(pk=visit.pk).update(companion=None)


def test_the_database_allows_it_where_the_policy_does(visit: Assignment) -> None:
    first = OutingPolicy.objects.order_by("valid_from")[0]
    OutingPolicy.objects.create(valid_from=day(-1), values={**first.values, "safety.company_at_difficult": 0})
    assert Assignment.objects.filter(pk=visit.pk).update(companion=None) == 1


def test_companion_takes_the_visit_along_and_is_erased_from_its_words(visit: Assignment, along: User) -> None:
    User.objects.filter(pk=along.pk).update(name="司马望山")
    decline_assignment(assignment_id=visit.pk, words="司马望山脚伤", by=along, at=now())
    rows = {sheet.name: list(sheet.rows) for sheet in personal.sheets(along.pk)}
    assert [(row["id"], row["site_id"], row["end_reason"]) for row in rows["patrol/visits_along"]] == [
        (visit.pk, visit.site_id, "declined")
    ]
    assert "volunteer_id" not in rows["patrol/visits_along"][0]
    personal.erase(Gone(along.pk, "用户 7", "司马望山", along.email, ""))
    visit.refresh_from_db()
    assert visit.end_words == "用户 7脚伤"
