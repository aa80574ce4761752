"""How far campaigns have come."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from patrol.models import Assignment, Campaign
from people.models import User
from planning.queries.duties import today
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import asked, day, now, person, site_at

LIST = "/planning/campaigns/"


@pytest.fixture
def campaign(planner: User) -> Campaign:
    """Six visits: two done today, one reported, one waiting and accepted, one late, one released."""
    run = make.campaign(
        area="1101", code="C1", starts_on=today() - timedelta(days=9), ends_on=today() + timedelta(days=1)
    )
    who = person("a@test.example")
    states: list[dict[str, Any]] = [
        {"status": "done"},
        {"status": "done"},
        {"status": "reported"},
        {"accepted_at": now()},
        {"do_by": day(-2)},
        {"status": "released", "end_reason": "given_back", "ended_at": now()},
    ]
    for number, state in enumerate(states):
        visit = asked(site_at(1 + number), who, planner, campaign=run, **state)
        if visit.status == "done":
            report = make.report(who, visit.site, assignment=visit)
            report.review.state, report.review.decided_by, report.review.decided_at = "accepted", planner, now()
            report.review.save()
    return run


def test_page_counts_by_state_day_person_and_district(as_planner: Client, campaign: Campaign) -> None:
    context = as_planner.get(f"{LIST}C1/").context
    progress = context["progress"]
    assert progress.counts == {"waiting": 1, "accepted": 1, "late": 1, "reported": 1, "done": 2, "released": 1}
    assert (len(progress.days), progress.days[-1].asked, progress.days[-1].done) == (10, 6, 2)
    assert (progress.forecast.left, progress.forecast.pace) == (3, 0.2)
    assert (progress.forecast.ends_on, context["is_late"], context["days_over"]) == (
        today() + timedelta(days=15),
        True,
        14,
    )
    assert [(row["name"], row["done"], row["late"]) for row in context["districts"]] == [("东城区", 2, 1)]
    assert [(row["volunteer__name"], row["done"]) for row in context["people"]] == [("a", 2)]


def test_list_shows_campaigns_of_the_area_and_their_counts(as_planner: Client, campaign: Campaign) -> None:
    make.campaign(area="12", code="ELSEWHERE")
    assert [(one.code, one.done, one.waiting, one.late) for one in as_planner.get(LIST).context["page"]] == [
        ("C1", 2, 1, 1)
    ]
    assert as_planner.get(f"{LIST}ELSEWHERE/").status_code == 404


def test_empty_campaign_says_what_to_do(as_planner: Client) -> None:
    make.campaign(area="11", code="EMPTY")
    assert as_planner.get(f"{LIST}EMPTY/").context["total"] == 0


@pytest.mark.parametrize("count", [1, 3])
def test_pages_need_as_many_statements_for_many(planner: User, count: int, django_assert_num_queries: Any) -> None:
    run = make.campaign(area="11", code="C1")
    for number in range(count):
        asked(site_at(1 + number), person(), planner, campaign=run)
    client = signed_in(planner)
    # session, person, roles, campaign, counts, asked and done by day, districts, number of people, people, notices
    with django_assert_num_queries(11):
        client.get(f"{LIST}C1/")
    assert Assignment.objects.count() == count


def test_campaigns_are_the_planners(as_officer: Client, as_volunteer: Client, client: Client) -> None:
    assert [one.get(LIST).status_code for one in (as_officer, as_volunteer, client)] == [403, 403, 302]
