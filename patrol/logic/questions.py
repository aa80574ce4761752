"""A campaign's questions as plain values: which of them are asked, and whether the answers hold.

The twin is `patrol/static/patrol/field/questions_state.js`. A form is a dict: `version`, `title`, `questions`; a question has
`name`, `type`, `label` and as they apply `hint`, `required` (true or an expression), `relevant`, `constraint` (expressions),
`constraint_message`, `required_message`, `choices`, `default`; a group has `questions` of its own. Answers are text by name,
as an XForm holds them: several choices apart by spaces, a position as "latitude longitude altitude accuracy", a picture as
the SHA-256 of its file.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from patrol.logic.expression_functions import words_of
from patrol.logic.expression_values import NUMBER, days_of, is_true
from patrol.logic.expressions import Scope, evaluate, parse, references

Form = Mapping[str, Any]
Question = Mapping[str, Any]
Answers = Mapping[str, str]

TYPES: Final = (
    "select_one", "select_multiple", "text", "integer", "decimal", "date", "note", "geopoint", "image", "group",
)  # fmt: skip
LONGEST_TEXT: Final = 4000
INTEGER: Final = re.compile(r"-?\d{1,9}", re.ASCII)
LONGEST_NUMBER: Final = 30
SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Trouble:
    """An answer that does not hold: the question's name and why (unknown, irrelevant, required, type, choice, constraint)."""

    name: str
    code: str


@dataclass(slots=True)
class Filling:
    """A form with answers on a day ("YYYY-MM-DD"); what an unasked question was answered counts for nothing."""

    form: Form
    answers: Answers
    today: str
    _asked: dict[str, bool] = field(default_factory=dict)
    _places: dict[str, tuple[Question, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places = {path[-1]["name"]: path for path in _paths(self.form["questions"])}

    def is_asked(self, name: str) -> bool:
        """Say whether the question and every group around it is relevant; one that depends on itself is not."""
        open_names = [name]
        # Not by recursion: questions may depend on each other in a chain as long as the form.
        while open_names:
            one = open_names[-1]
            behind = [] if one in self._asked else [other for other in self._behind(one) if other not in self._asked]
            if behind and not set(behind) & set(open_names):
                open_names += behind
                continue
            if one not in self._asked:
                self._asked[one] = self._settle(one)
            open_names.pop()
        return self._asked[name]

    def _behind(self, name: str) -> list[str]:
        """Return the questions that settle whether this one is asked."""
        parts = [parse(one["relevant"]) for one in self._places[name] if one.get("relevant")]
        return [other for part in parts for other in references(part) if other in self._places]

    def _settle(self, name: str) -> bool:
        self._asked[name] = False
        relevant = [one["relevant"] for one in self._places[name] if one.get("relevant")]
        return all(is_true(evaluate(parse(one), self.scope(""))) for one in relevant)

    def value(self, name: str) -> str:
        """Return the answer to a question that is asked; "" for all else."""
        return self.answers.get(name, "") if name in self._places and self.is_asked(name) else ""

    def scope(self, own: str) -> Scope:
        """Return what an expression may look at."""
        return Scope(self.value, own, self.today)

    def troubles(self) -> list[Trouble]:
        """List the answers that do not hold, in the order of the form, then those to no question."""
        found = [trouble for path in self._places.values() for trouble in self._trouble(path[-1])]
        return found + [Trouble(name, "unknown") for name in sorted(set(self.answers) - set(self._places))]

    def _trouble(self, question: Question) -> Iterator[Trouble]:
        name, said = question["name"], self.answers.get(question["name"], "")
        if not self.is_asked(name):
            if said:
                yield Trouble(name, "irrelevant")
        elif said == "":
            if question["type"] not in ("group", "note") and self._is_required(question):
                yield Trouble(name, "required")
        elif (code := misfit(question, said)) is not None:
            yield Trouble(name, code)
        elif question.get("constraint") and not is_true(evaluate(parse(question["constraint"]), self.scope(said))):
            yield Trouble(name, "constraint")

    def _is_required(self, question: Question) -> bool:
        required = question.get("required", False)
        return required is True or (bool(required) and is_true(evaluate(parse(required), self.scope(""))))


def all_questions(form: Form) -> list[Question]:
    """Return every question of the form, groups before what they hold."""
    return [path[-1] for path in _paths(form["questions"])]


def image_questions(form: Form) -> list[str]:
    """Return the names of the questions answered by a picture."""
    return [one["name"] for one in all_questions(form) if one["type"] == "image"]


def _paths(questions: list[Question], above: tuple[Question, ...] = ()) -> Iterator[tuple[Question, ...]]:
    for one in questions:
        yield (*above, one)
        yield from _paths(one.get("questions", []), (*above, one))


def misfit(question: Question, said: str) -> str | None:
    """Say what is wrong with an answer by its type alone."""
    kind = question["type"]
    if kind in ("select_one", "select_multiple"):
        names = {choice["name"] for choice in question["choices"]}
        chosen = [said] if kind == "select_one" else words_of(said)
        return None if chosen and len(set(chosen)) == len(chosen) and names.issuperset(chosen) else "choice"
    return None if _FITS[kind](said) else "type"


def _is_place(said: str) -> bool:
    parts = words_of(said)
    if not 2 <= len(parts) <= 4 or not all(_is_number(part) for part in parts):
        return False
    return abs(float(parts[0])) <= 90 and abs(float(parts[1])) <= 180


def _is_number(said: str) -> bool:
    return len(said) <= LONGEST_NUMBER and NUMBER.fullmatch(said) is not None


_FITS: Final[Mapping[str, Callable[[str], bool]]] = {
    "text": lambda said: len(said) <= LONGEST_TEXT,
    "integer": lambda said: INTEGER.fullmatch(said) is not None,
    "decimal": _is_number,
    "date": lambda said: days_of(said) is not None,
    "geopoint": _is_place,
    "image": lambda said: SHA256.fullmatch(said) is not None,
    "note": lambda _said: False,
    "group": lambda _said: False,
}
