"""What must hold before somebody goes out: refused before it happens, noted and told where it happened already."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils import timezone

from core.errors import Problem
from patrol.errors.outings import (
    AgeUnknown,
    BuddyMissing,
    ChildAlone,
    GuardianConsentMissing,
    InsuranceMissing,
    TooYoungForDifficult,
)
from patrol.logic.safety import Walker, broken_rules, broken_without_company
from patrol.queries.outings import rules_on
from people.models import User
from people.queries import safety_facts
from sites.models import Site

REFUSALS: Final[dict[str, type[Problem]]] = {
    refusal.code: refusal
    for refusal in (
        AgeUnknown,
        GuardianConsentMissing,
        ChildAlone,
        TooYoungForDifficult,
        InsuranceMissing,
        BuddyMissing,
    )
}


def refuse_unsafe_visit(*, person: User, sites: Iterable[Site], at: datetime) -> None:
    """Refuse to send somebody where they may not go with anybody: the first rule broken is named by its own class."""
    difficult = any(site.is_difficult for site in sites)
    for code in broken_codes(person=person, is_difficult=difficult, has_company=True, at=at):
        raise REFUSALS[code](person=person.name)


def broken_codes(*, person: User, is_difficult: bool, has_company: bool, at: datetime) -> list[str]:
    """Return the codes of the rules that this person breaks by going there, alone or not."""
    day = timezone.localdate(at)
    rules, facts = rules_on(day).safety, safety_facts(person, on=day)
    walker = Walker(facts.least_age, facts.has_guardian_consent, facts.is_insured)
    broken = broken_rules(walker, rules, is_difficult=is_difficult)
    return broken if has_company else broken + broken_without_company(walker, rules, is_difficult=is_difficult)
