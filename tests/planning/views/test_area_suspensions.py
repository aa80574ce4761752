"""The page of suspended areas, by its doors."""

from datetime import timedelta
from typing import Any

from django.test import Client

from people.models import Role, User
from planning.models import AreaSuspension, Duty
from planning.queries.duties import today
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import site_at

PAGE = "/planning/coverage/suspensions/"


def said(**fields: Any) -> dict[str, Any]:
    days = {"from_on": today().isoformat(), "to_on": (today() + timedelta(days=6)).isoformat()}
    return {"area": "110101", **days, "reason": "台风过境", **fields}


def test_a_suspension_is_shown_with_its_effect_kept_and_lifted(as_planner: Client, as_officer: Client) -> None:
    site = site_at(1, code="BELL")
    assert as_planner.get(PAGE).context["running"] == []
    seen = as_planner.post(PAGE, said())
    assert (seen.status_code, seen.context["seen"]["effect"].sites, AreaSuspension.objects.count()) == (200, 1, 0)
    assert as_planner.post(PAGE, said(is_seen="1"))["Location"] == PAGE
    kept = AreaSuspension.objects.get()
    until = today() + timedelta(days=6)
    assert Duty.objects.get(site=site).suspended_until == until
    row = as_officer.get("/planning/coverage/").context["rows"][0]
    assert (row["status"], until.isoformat() in row["lateness"]) == ("suspended", True)
    for page in (PAGE, "/planning/duty/BELL/", "/planning/sites/BELL/"):
        assert "台风过境" in as_officer.get(page).content.decode(), page
    twice = as_planner.post(PAGE, said(is_seen="1"))
    assert (twice.status_code, until.isoformat() in twice.content.decode()) == (422, True)
    assert as_planner.post(f"{PAGE}{kept.pk}/lift/")["Location"] == PAGE
    context = as_planner.get(PAGE).context
    assert ([row["one"] for row in context["over"]], context["running"]) == ([kept], [])


def test_areas_to_choose_are_ones_own_and_those_below(db: None, as_planner: Client) -> None:
    for code in ("110101", "110102", "120101", "320101", "320102", "320201"):
        make.district(code)
    choices = as_planner.get(PAGE).context["form"].fields["area"].choices
    assert [code for code, _name in choices] == ["11", "110101", "110102"]
    boss = make.user()
    make.grant(boss, Role.ADMINISTRATOR)
    everywhere = signed_in(boss).get(PAGE).context["form"].fields["area"].choices
    assert [code for code, _name in everywhere] == [
        "all", "11", "110101", "110102", "120101", "32", "3201", "320101", "320102", "320201",
    ]  # fmt: skip


def test_wrong_input_is_named_and_kept_on_the_page(as_planner: Client, as_volunteer: Client, officer: User) -> None:
    make.district()
    page = as_planner.post(PAGE, said(area="99", reason="", to_on="soon"))
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"area", "reason", "to_on"})
    backwards = as_planner.post(PAGE, said(is_seen="1", to_on=(today() - timedelta(days=3)).isoformat()))
    assert (backwards.status_code, backwards.context["form"]["reason"].value()) == (422, "台风过境")
    assert as_volunteer.get(PAGE).status_code == 403
    assert as_planner.post(f"{PAGE}{make.site().pk}/lift/").status_code == 404
