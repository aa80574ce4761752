"""What the law asks before somebody sets out."""

import json
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from patrol.logic.outing_policy import rules_from
from patrol.logic.policy import WrongPolicy
from patrol.logic.safety import Walker, broken_rules, broken_without_company, rules_asked, rules_kept

VALUES = json.loads(Path("patrol/vocabulary/outing_policy.json").read_text(encoding="utf-8"))[0]["values"]
RULES = rules_from(VALUES).safety
ADULT = Walker(30, has_guardian_consent=False, is_insured=True)
UNINSURED = replace(ADULT, is_insured=False)


@pytest.mark.parametrize(
    ("walker", "easy", "difficult"),
    [
        (ADULT, [], []),
        (UNINSURED, [], ["insurance_missing"]),
        (replace(ADULT, least_age=None), ["age_unknown"], ["age_unknown"]),
        (Walker(None, has_guardian_consent=True, is_insured=True), ["age_unknown"], ["age_unknown"]),
        (replace(ADULT, least_age=18), [], []),
        (
            replace(ADULT, least_age=17),
            ["guardian_consent_missing"],
            ["guardian_consent_missing", "too_young_for_difficult"],
        ),
        (Walker(17, has_guardian_consent=True, is_insured=True), [], ["too_young_for_difficult"]),
    ],
)
def test_who_may_go_where(walker: Walker, easy: list[str], difficult: list[str]) -> None:
    assert broken_rules(walker, RULES, is_difficult=False) == easy
    assert broken_rules(walker, RULES, is_difficult=True) == difficult


@pytest.mark.parametrize(
    ("walker", "easy", "difficult"),
    [
        (ADULT, [], ["buddy_missing"]),
        (replace(ADULT, least_age=14), [], ["buddy_missing"]),
        (replace(ADULT, least_age=13), ["child_alone"], ["child_alone", "buddy_missing"]),
    ],
)
def test_who_may_go_alone(walker: Walker, easy: list[str], difficult: list[str]) -> None:
    assert broken_without_company(walker, RULES, is_difficult=False) == easy
    assert broken_without_company(walker, RULES, is_difficult=True) == difficult


def test_a_city_without_rules_of_age_asks_nobody_for_it() -> None:
    unknown = replace(ADULT, least_age=None)
    ageless = replace(RULES, guardian_below_age=0.0, alone_from_age=0.0, difficult_from_age=0.0)
    assert broken_rules(unknown, ageless, is_difficult=True) == []
    only_difficult = replace(ageless, difficult_from_age=18.0)
    assert broken_rules(unknown, only_difficult, is_difficult=False) == []
    assert broken_rules(unknown, only_difficult, is_difficult=True) == ["age_unknown"]


def test_a_city_may_ask_for_insurance_everywhere_and_for_company_nowhere() -> None:
    strict = replace(RULES, insured_everywhere=1.0, company_at_difficult=0.0)
    assert broken_rules(UNINSURED, strict, is_difficult=False) == ["insurance_missing"]
    assert broken_without_company(ADULT, strict, is_difficult=True) == []


def test_rules_kept_hold_those_asked_exactly_where_none_is_broken() -> None:
    ages, switches = (None, 10, 13, 17, 18, 40), (False, True)
    cities = [
        replace(RULES, guardian_below_age=guardian, difficult_from_age=difficult, insured_everywhere=everywhere)
        for guardian, difficult, everywhere in product((0.0, 18.0), (0.0, 16.0), (0.0, 1.0))
    ]
    for rules, age, agreed, insured, difficult in product(cities, ages, switches, switches, switches):
        walker = Walker(age, has_guardian_consent=agreed, is_insured=insured)
        may_go = not broken_rules(walker, rules, is_difficult=difficult)
        assert (rules_asked(rules, is_difficult=difficult) <= rules_kept(walker, rules)) == may_go, (rules, walker)


@pytest.mark.parametrize("wrong", [None, True, -1, "18", float("nan")])
def test_a_policy_without_a_value_is_refused_by_name(wrong: object) -> None:
    with pytest.raises(WrongPolicy, match=r"safety\.guardian_below_age"):
        rules_from({**VALUES, "safety.guardian_below_age": wrong})
