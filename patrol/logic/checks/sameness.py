"""Was the report copied out? The same text, or the same unusual answers, in other reports."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from patrol.logic.policy_sections import SamenessPolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "sameness"
# As the database's function patrol_said, by which equal texts are found.
NOT_SAID = re.compile(r"[\s,.;:!?，。；：！？、…·—–-]+")


@dataclass(frozen=True, slots=True)
class Repeats:
    """How often a report's text stands in the person's own other reports and in others', and its answers anywhere.

    `answers` is None where the answers are those nearly everybody gives, which prove nothing.
    """

    text: str
    own: int
    others: int
    answers: int | None = None


def sameness(repeats: Repeats, policy: SamenessPolicy) -> Witness:
    """Judge by the gravest repetition: another person's words, one's own again and again, unusual answers in a row."""
    length = len(repeats.text)
    params: dict[str, Param] = {"own": repeats.own, "others": repeats.others, "answers": repeats.answers}
    if length >= policy.least_characters:
        if repeats.others > policy.most_others:
            return _witness(Outcome.FAIL, "sameness.others_words", policy, repeats.others, policy.most_others, params)
        if repeats.own > policy.most_own:
            return _witness(Outcome.UNSURE, "sameness.own_words", policy, repeats.own, policy.most_own, params)
    if repeats.answers is not None and repeats.answers > policy.most_answers:
        return _witness(Outcome.UNSURE, "sameness.answers", policy, repeats.answers, policy.most_answers, params)
    if length < policy.least_characters and repeats.answers is None:
        return Witness(NAME, Outcome.ABSENT, "sameness.too_short", policy.weight)
    return _witness(Outcome.PASS, "sameness.own", policy, repeats.own + repeats.others, policy.most_own, params)


def text_of(note: str) -> str:
    """Return what a note says, without white space, punctuation and capitals: a comma makes no new text."""
    return NOT_SAID.sub("", note).lower()


def is_unusual(answers: Mapping[str, str]) -> bool:
    """Say whether the answers are more than one word repeated: only those can be copied out."""
    return len(set(answers.values())) > 1


def _witness(
    outcome: Outcome, code: str, policy: SamenessPolicy, measured: int, expected: int, params: dict[str, Param]
) -> Witness:
    return Witness(NAME, outcome, code, policy.weight, measured, expected, params)
