"""Who may take part: what the law and the organiser ask of a person (志愿服务条例 Art. 15 age, 16 skills, 17 insurance)."""

from dataclasses import dataclass
from typing import Final

OF_AGE: Final = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What an activity asks: full years, an accident insurance, skills by code."""

    least_age: int
    needs_insurance: bool
    skills: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person on the day: the least age (None: nothing), guardian's consent, insurance, skills by code."""

    least_age: int | None
    has_guardian_consent: bool
    is_insured: bool
    skills: frozenset[str]


def lacks(asked: Asked, person: Known) -> list[str]:
    """Return the codes of what keeps the person away, the gravest first; nothing where they may come."""
    found = []
    if person.least_age is None:
        found.append("activity_age_unknown")
    elif person.least_age < asked.least_age:
        found.append("activity_too_young")
    elif person.least_age < OF_AGE and not person.has_guardian_consent:
        found.append("activity_guardian_missing")
    if asked.needs_insurance and not person.is_insured:
        found.append("activity_insurance_missing")
    if asked.skills - person.skills:
        found.append("activity_skill_missing")
    return found
