"""Which rules of safety many people keep, at once."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from patrol.logic.safety import SafetyRules, Walker, rules_kept
from people.queries import safety_facts_of


def rules_kept_by(people: Collection[UUID], *, rules: SafetyRules, on: date) -> dict[UUID, frozenset[str]]:
    """Return for each volunteer the codes of the rules they keep everywhere, by the records of that day."""
    return {
        key: rules_kept(Walker(facts.least_age, facts.has_guardian_consent, facts.is_insured), rules)
        for key, facts in safety_facts_of(people, on=on).items()
    }
