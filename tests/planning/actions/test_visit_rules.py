"""Rules that officers add and end: seen before, followed by the duties, never changed afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed
from core.models import AuditEntry
from people.models import User
from planning.actions.visit_rules import add_visit_rule, end_visit_rule
from planning.errors import VisitRuleDays, VisitRuleOver
from planning.models import Duty, VisitRule
from planning.queries.duties import today
from planning.queries.obligations import fitting_rules
from planning.queries.visit_rules import Effect, effect, fitting_sites, rules_about
from planning.vocabulary import seed_all
from sites.models import Site
from tests.factories import make
from tests.planning.cases import hazard, now, site_at


def rule(**fields: Any) -> VisitRule:
    values = {"scope": "all", "interval_days": 5, "district_prefix": "110101", "valid_from": today(), "source": "?"}
    return VisitRule(**{**values, **fields})


def added(by: User, **fields: Any) -> VisitRule:
    return add_visit_rule(rule=rule(**fields), by=by, at=now())


def interval(site: Site) -> int:
    return Duty.objects.get(site=site).interval_days


def test_a_new_rule_changes_the_duties_and_ends(officer: User) -> None:
    site = site_at(1)
    kept = added(officer)
    assert (interval(site), AuditEntry.objects.get(verb="add_visit_rule").change["interval_days"]) == (5, 5)
    end_visit_rule(code=kept.code, last_on=today() - timedelta(days=1), by=officer, at=now())
    assert interval(site) == 30
    with pytest.raises(VisitRuleOver):
        end_visit_rule(code=kept.code, last_on=today(), by=officer, at=now())


@pytest.mark.parametrize(
    "fields",
    [{"valid_from": -1}, {"valid_to": -1}, {"valid_from": 3, "valid_to": 2}],
    ids=["past", "ended", "backwards"],
)
def test_no_rule_reaches_back(officer: User, fields: dict[str, int]) -> None:
    days = {name: today() + timedelta(days=ahead) for name, ahead in fields.items()}
    with pytest.raises(VisitRuleDays):
        added(officer, **days)
    kept = added(officer)
    with pytest.raises(VisitRuleDays):
        end_visit_rule(code=kept.code, last_on=today() - timedelta(days=2), by=officer, at=now())


def test_rules_are_set_by_whoever_answers_for_the_whole_area(officer: User, planner: User, volunteer: User) -> None:
    for by, prefix in ((officer, "11"), (officer, ""), (planner, "110101"), (volunteer, "110101")):
        with pytest.raises(NotAllowed):
            added(by, district_prefix=prefix)
    with pytest.raises(NotAllowed):
        end_visit_rule(code="level-national", last_on=today(), by=officer, at=now())


def test_what_a_rule_asks_is_never_changed(officer: User) -> None:
    kept = added(officer)
    for change in ({"interval_days": 50}, {"valid_from": today() - timedelta(days=9)}, {"district_prefix": ""}):
        with pytest.raises(IntegrityError, match="ended, not changed"), transaction.atomic():
            VisitRule.objects.filter(pk=kept.pk).update(**change)


def test_seeding_again_leaves_an_ended_rule_ended(db: None) -> None:
    VisitRule.objects.filter(pk="level-national").update(valid_to=today())
    seed_all()
    assert VisitRule.objects.get(pk="level-national").valid_to == today()


RULES = (
    {"scope": "level", "value": "county"},
    {"scope": "condition", "value": "poor", "level": "national"},
    {"scope": "hazard"},
    {"scope": "section"},
    {"scope": "all", "category": "0300"},
    {"scope": "all", "district_prefix": "1102"},
)


def test_the_effect_counts_the_sites_that_the_duty_would_follow(officer: User) -> None:
    sites = [site_at(1), site_at(2, level_id="county"), site_at(3, condition_id="poor"), site_at(4, is_active=False)]
    hazard(sites[1])
    for fields in RULES:
        asked = rule(code="try", **fields)
        told = effect(asked)
        found = set(fitting_sites(asked))
        with transaction.atomic():
            asked.save(force_insert=True)
            fitting = {
                one for one in sites[:3] if "try" in {fit.rule.code for fit in fitting_rules(one, today(), None)}
            }
            transaction.set_rollback(True)
        assert (found, told.fits) == (fitting, len(fitting)), fields
    # The county site has an open hazard: a week is stricter still.
    assert effect(rule(interval_days=20)) == Effect(3, 2)


def test_rules_about_an_area_are_those_above_and_below_it(officer: User) -> None:
    make.district("110105")
    for prefix in ("", "11", "110101", "110105"):
        rule(code=f"of-{prefix}", district_prefix=prefix).save(force_insert=True)
    own = [one.district_prefix for one in rules_about(["110101"]) if one.code.startswith("of-")]
    assert sorted(own) == ["", "11", "110101"]
