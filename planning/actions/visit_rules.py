"""Adds a visit rule and ends one; a rule is never changed, so that what was owed on a past day stays what it was."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core import audit
from core.ids import new_id
from people.models import User
from planning.errors import VisitRuleDays, VisitRuleOver
from planning.models import VisitRule
from planning.permissions import check_sets_rules


def add_visit_rule(*, rule: VisitRule, by: User, at: datetime) -> VisitRule:
    """Keep a new rule from today or a later day on; the duties follow in the same transaction, or on its first day.

    Refuses NotAllowed, and VisitRuleDays where it would begin in the past or end before it begins.
    """
    check_sets_rules(by, rule.district_prefix)
    if rule.valid_from < timezone.localdate(at) or (rule.valid_to is not None and rule.valid_to < rule.valid_from):
        raise VisitRuleDays
    with transaction.atomic():
        rule.code = f"own-{new_id().hex}"
        rule.save(force_insert=True)
        audit.record("add_visit_rule", rule, by=by, at=at, change=_told(rule))
    return rule


def end_visit_rule(*, code: str, last_on: date, by: User, at: datetime) -> VisitRule:
    """Let a rule hold until the day, included; one that has not begun then never holds. Refuses NotAllowed, VisitRuleOver.

    Refuses VisitRuleDays for a day before yesterday: what was owed then stays.
    """
    with transaction.atomic():
        rule = VisitRule.objects.select_for_update().get(pk=code)
        check_sets_rules(by, rule.district_prefix)
        today = timezone.localdate(at)
        if rule.valid_to is not None and rule.valid_to < today:
            raise VisitRuleOver
        if last_on < today - timedelta(days=1):
            raise VisitRuleDays
        rule.valid_to = last_on
        rule.save(update_fields=["valid_to"])
        audit.record("end_visit_rule", rule, by=by, at=at, change={"last_on": last_on.isoformat()})
    return rule


def _told(rule: VisitRule) -> dict[str, object]:
    words = ("scope", "value", "district_prefix", "category", "level", "condition", "source")
    numbers = ("interval_days", "interval_months", "season_from", "season_to")
    told = {name: getattr(rule, name) for name in (*words, *numbers) if getattr(rule, name)}
    days = {name: day.isoformat() for name in ("valid_from", "valid_to") if (day := getattr(rule, name))}
    return told | days
