"""Who may go where with whom: what the law and the city's policy ask before a volunteer sets out."""

from dataclasses import dataclass
from typing import Final

# The codes of the rules that keep somebody from a site whoever comes along.
RULES: Final = frozenset({"age_unknown", "guardian_consent_missing", "too_young_for_difficult", "insurance_missing"})
# What nobody can put on record today: one grows older by waiting.
ONLY_TIME_HELPS: Final = frozenset({"too_young_for_difficult"})


@dataclass(frozen=True, slots=True)
class SafetyRules:
    """Ages in full years. A switch is on above 0, so that a row of the policy says each rule as a number.

    Sources: 志愿服务条例 (2017) Art. 15 (age), 16 (training), 17 (insurance before risk); 个人信息保护法 Art. 31 (under 14).
    """

    guardian_below_age: float
    alone_from_age: float
    difficult_from_age: float
    insured_at_difficult: float
    insured_everywhere: float
    company_at_difficult: float


@dataclass(frozen=True, slots=True)
class Walker:
    """Who goes: the least age known (None: nothing is known), guardian's consent, insurance."""

    least_age: int | None
    has_guardian_consent: bool
    is_insured: bool


def broken_rules(walker: Walker, rules: SafetyRules, *, is_difficult: bool) -> list[str]:
    """Return the codes of the rules that keep the person from such a site, whoever comes along.

    Who might be a child is not taken for grown up: where a rule asks for an age, nobody goes of whom none is known. The law
    wants the register true and complete (志愿服务条例 Art. 7) and tasks that fit the age (Art. 15).
    """
    broken = []
    if walker.least_age is None and _asks_for_age(rules, is_difficult=is_difficult):
        broken.append("age_unknown")
    if _is_below(walker, rules.guardian_below_age) and not walker.has_guardian_consent:
        broken.append("guardian_consent_missing")
    if is_difficult and _is_below(walker, rules.difficult_from_age):
        broken.append("too_young_for_difficult")
    if _asks_for_insurance(rules, is_difficult=is_difficult) and not walker.is_insured:
        broken.append("insurance_missing")
    return broken


def rules_asked(rules: SafetyRules, *, is_difficult: bool) -> frozenset[str]:
    """Return the codes of the rules that somebody could break at such a site."""
    asked = {
        "age_unknown": _asks_for_age(rules, is_difficult=is_difficult),
        "guardian_consent_missing": rules.guardian_below_age > 0,
        "too_young_for_difficult": is_difficult and rules.difficult_from_age > 0,
        "insurance_missing": _asks_for_insurance(rules, is_difficult=is_difficult),
    }
    return frozenset(code for code, is_asked in asked.items() if is_asked)


def rules_kept(walker: Walker, rules: SafetyRules) -> frozenset[str]:
    """Return the codes of the rules that the person breaks nowhere.

    Who keeps all that are asked at a site may go there: `rules_asked` within `rules_kept` says the same as no `broken_rules`.
    """
    broken = (broken_rules(walker, rules, is_difficult=is_difficult) for is_difficult in (False, True))
    return RULES.difference(*broken)


def broken_without_company(walker: Walker, rules: SafetyRules, *, is_difficult: bool) -> list[str]:
    """Return the codes of the rules that only company keeps."""
    broken = []
    if _is_below(walker, rules.alone_from_age):
        broken.append("child_alone")
    if is_difficult and rules.company_at_difficult > 0:
        broken.append("buddy_missing")
    return broken


def people_at_difficult(rules: SafetyRules) -> int:
    """Return how many are sent to a difficult site together: two where the policy wants company there, else one."""
    return 2 if rules.company_at_difficult > 0 else 1


def _asks_for_age(rules: SafetyRules, *, is_difficult: bool) -> bool:
    return max(rules.guardian_below_age, rules.alone_from_age, rules.difficult_from_age if is_difficult else 0) > 0


def _asks_for_insurance(rules: SafetyRules, *, is_difficult: bool) -> bool:
    return rules.insured_everywhere > 0 or (is_difficult and rules.insured_at_difficult > 0)


def _is_below(walker: Walker, age: float) -> bool:
    return walker.least_age is not None and walker.least_age < age
