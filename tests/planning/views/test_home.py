"""The planner's home."""

from django.test import Client

from people.models import User
from planning.actions.publishing import publish_plan
from tests.factories import make
from tests.planning.cases import ask, now, person, site_at, solved, visited


def test_home_shows_the_gaps_and_the_plans_that_wait(as_planner: Client, planner: User) -> None:
    person()
    site_at(1)
    west = make.district("110102", name_zh="西城区")
    visited(make.site(district=west), 60)
    make.site(district=west, is_active=False)
    visited(site_at(2), 0)
    draft = ask(planner)
    context = as_planner.get("/planning/").context
    assert context["unmet"] == 2
    assert [(gap["name"], gap["unmet"]) for gap in context["gaps"]] == [("西城区", 1), ("东城区", 1)]
    assert [plan.pk for plan in context["waiting"]] == [draft.pk]
    assert context["published"] is None


def test_home_shows_how_far_the_published_plan_is(as_planner: Client, planner: User) -> None:
    person()
    site_at(1)
    plan = solved(planner)
    publish_plan(plan_id=plan.pk, version=plan.version, by=planner, at=now())
    published = as_planner.get("/planning/").context["published"]
    assert (published.pk, published.sent, published.done) == (plan.pk, 1, 0)


def test_home_without_a_gap_says_so(as_planner: Client) -> None:
    context = as_planner.get("/planning/").context
    assert (context["unmet"], context["gaps"], list(context["waiting"])) == (0, [], [])


def test_home_is_for_planners(as_officer: Client, as_volunteer: Client, client: Client) -> None:
    assert as_officer.get("/planning/").status_code == 403
    assert as_volunteer.get("/planning/").status_code == 403
    assert client.get("/planning/").status_code == 302
