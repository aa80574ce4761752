"""The page of visit rules, by its doors."""

from typing import Any

from django.test import Client

from people.models import Role, User
from planning.models import Duty, VisitRule
from planning.queries.duties import today
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import site_at

PAGE = "/planning/coverage/rules/"


def said(**fields: Any) -> dict[str, Any]:
    values = {"scope": "all", "every": 1, "unit": "months", "area": "110101", "valid_from": today().isoformat()}
    return {**values, "source": "市局通知", **fields}


def test_a_rule_is_shown_with_its_effect_and_then_kept(as_officer: Client) -> None:
    site = site_at(1, level_id="county")
    shown = as_officer.post(PAGE, said())
    assert (shown.status_code, shown.context["seen"]["effect"].stricter) == (200, 1)
    assert not VisitRule.objects.filter(source="市局通知").exists()
    assert as_officer.post(PAGE, said(is_seen="1")).status_code == 302
    kept = VisitRule.objects.get(source="市局通知")
    assert (kept.interval_months, kept.interval_days, Duty.objects.get(site=site).rule) == (1, 30, kept)
    page = as_officer.get(PAGE, headers={"accept-language": "zh-hans"}).content.decode()
    assert "每 1 个月" in page
    assert as_officer.post(f"{PAGE}{kept.code}/end/", {"last_on": "someday"}).status_code == 422
    ended = as_officer.post(f"{PAGE}{kept.code}/end/", {"last_on": today().isoformat()})
    kept.refresh_from_db()
    assert (ended.status_code, kept.valid_to) == (302, today())


def test_wrong_input_is_named_and_kept_on_the_page(as_officer: Client) -> None:
    wrong = {"scope": "level", "every": 5000, "season_from": "13-40", "area": "11", "source": ""}
    page = as_officer.post(PAGE, said(**wrong))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"level", "every", "season_from", "area", "source"}
    half = as_officer.post(PAGE, said(season_from="06-01"))
    assert set(half.context["form"].errors) == {"season_to"}


def test_an_administrator_sets_a_rule_for_everywhere(db: None) -> None:
    person = make.user()
    make.grant(person, Role.ADMINISTRATOR)
    assert signed_in(person).post(PAGE, said(area="all", is_seen="1")).status_code == 302
    assert VisitRule.objects.get(source="市局通知").district_prefix == ""


def test_a_season_and_what_narrows_a_rule_are_read(as_officer: Client) -> None:
    as_officer.post(
        PAGE,
        said(
            scope="condition", condition="poor", level="national", season_from="06-01", season_to="09-15", is_seen="1"
        ),
    )
    kept = VisitRule.objects.get(source="市局通知")
    assert (kept.value, kept.level, kept.condition, kept.season_from, kept.season_to) == (
        "poor",
        "national",
        "",
        601,
        915,
    )


def test_planners_read_and_officers_of_other_districts_see_their_own(as_planner: Client, officer: User) -> None:
    page = as_planner.get(PAGE)
    assert (page.status_code, page.context["may_add"]) == (200, False)
    assert as_planner.post(PAGE, said(is_seen="1")).status_code == 403
    assert signed_in(make.user()).get(PAGE).status_code == 403
    assert as_planner.post(f"{PAGE}nothing/end/", {"last_on": "2030-01-01"}).status_code == 404
