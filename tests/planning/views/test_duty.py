"""The page of a site's duty: which rule decides, other days, and the officer's suspensions."""

from datetime import timedelta

import pytest
from django.test import Client

from core.models import AuditEntry
from people.models import User
from planning.models import Duty, Suspension
from planning.queries.duties import today
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import hazard, visited


@pytest.fixture
def bell(db: None) -> Site:
    return make.site(code="BELL", condition_id="poor", level_id="county")


PAGE = "/planning/duty/BELL/"


def test_page_says_which_rule_decides_and_which_others_fit(as_officer: Client, bell: Site) -> None:
    visited(bell, 10)
    hazard(bell)
    context = as_officer.get(PAGE).context
    assert [row["why"] for row in context["rows"]] == [
        "有严重险情未结案，每 7 天一次",
        "按保存现状，每 30 天一次",
        "按保护级别，每 60 天一次",
    ]
    assert [(row["due"] - today()).days for row in context["rows"]] == [-3, 20, 50]
    assert (context["owed"].status, context["is_today"]) == ("overdue", True)


def test_page_of_another_day_knows_what_was_known_then(as_officer: Client, bell: Site) -> None:
    visited(bell, 10)
    context = as_officer.get(PAGE, {"on": (today() - timedelta(days=20)).isoformat()}).context
    assert (context["owed"].status, context["owed"].last_visited_on, context["is_today"]) == ("never", None, False)
    later = as_officer.get(PAGE, {"on": (today() + timedelta(days=21)).isoformat()}).context
    assert later["owed"].status == "overdue"
    assert as_officer.get(PAGE, {"on": "2026-02-31"}).context["is_today"] is True


def test_officer_suspends_and_lifts(as_officer: Client, bell: Site, officer: User) -> None:
    until = today() + timedelta(days=30)
    told = {"from_on": today().isoformat(), "to_on": until.isoformat(), "reason": "封闭修缮"}
    assert as_officer.post(f"{PAGE}suspend", told)["Location"] == PAGE
    assert Duty.objects.get(site=bell).suspended_until == until
    assert as_officer.get(PAGE).context["owed"].status == "suspended"
    suspension = Suspension.objects.get()
    assert as_officer.post(f"{PAGE}suspensions/{suspension.pk}/lift")["Location"] == PAGE
    suspension.refresh_from_db()
    assert (suspension.lifted_on, suspension.lifted_by) == (today(), officer)
    assert Duty.objects.get(site=bell).suspended_until is None
    actions = AuditEntry.objects.filter(verb__in=["suspend_duty", "lift_suspension"]).order_by("pk")
    assert [one.verb for one in actions] == ["suspend_duty", "lift_suspension"]
    # The days are free again.
    assert as_officer.post(f"{PAGE}suspend", told)["Location"] == PAGE


@pytest.mark.parametrize(
    ("start", "end", "reason", "sentence"),
    [
        (-1, 3, "雪", "暂停从今天或以后开始，截止日不早于开始日，最长一年。"),
        (3, 1, "雪", "暂停从今天或以后开始，截止日不早于开始日，最长一年。"),
        (0, 400, "雪", "暂停从今天或以后开始，截止日不早于开始日，最长一年。"),
        (0, 3, "  ", None),
    ],
)
@pytest.mark.usefixtures("bell")
def test_days_that_make_no_sense_are_refused(
    as_officer: Client, start: int, end: int, reason: str, sentence: str | None
) -> None:
    days = [(today() + timedelta(days=one)).isoformat() for one in (start, end)]
    answer = as_officer.post(f"{PAGE}suspend", {"from_on": days[0], "to_on": days[1], "reason": reason})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ([sentence] if sentence else [])
    assert Suspension.objects.count() == 0


def test_second_suspension_of_the_same_days_is_refused(as_officer: Client, bell: Site, officer: User) -> None:
    until = today() + timedelta(days=5)
    Suspension.objects.create(site=bell, from_on=today(), to_on=until, reason="雪", by=officer, at=make.NOW)
    told = {"from_on": until.isoformat(), "to_on": until.isoformat(), "reason": "雪"}
    answer = as_officer.post(f"{PAGE}suspend", told)
    assert answer.context["form"].non_field_errors() == [
        f"此处巡查已暂停至 {until.isoformat()}。请先解除，或改为更晚开始。"
    ]


def test_suspension_that_is_over_cannot_be_lifted(as_officer: Client, bell: Site, officer: User) -> None:
    past = today() - timedelta(days=2)
    over = Suspension.objects.create(site=bell, from_on=past, to_on=past, reason="雪", by=officer, at=make.NOW)
    assert as_officer.post(f"{PAGE}suspensions/{over.pk}/lift").status_code == 409


@pytest.mark.usefixtures("bell")
def test_planner_reads_and_does_not_suspend(as_planner: Client) -> None:
    assert as_planner.get(PAGE).context["may_suspend"] is False
    told = {"from_on": today().isoformat(), "to_on": today().isoformat(), "reason": "雪"}
    assert as_planner.post(f"{PAGE}suspend", told).status_code == 403


@pytest.mark.usefixtures("bell")
def test_others_are_refused(as_volunteer: Client, stranger: User, client: Client) -> None:
    assert as_volunteer.get(PAGE).status_code == 403
    assert signed_in(stranger).get(PAGE).status_code == 403
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"


@pytest.mark.usefixtures("bell")
def test_panel_of_the_sites_page_is_empty_for_whoever_sees_no_coverage(
    as_officer: Client, as_volunteer: Client
) -> None:
    panel = "/planning/sites/BELL/"
    assert as_officer.get(panel).context["rows"][0]["why"] == "按保存现状，每 30 天一次"
    assert as_volunteer.get(panel).content == b""
    assert as_officer.get("/planning/sites/NONE/").status_code == 404
