"""The functions that expressions may call, with how many values each takes."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from patrol.logic.expression_patterns import LONGEST_MATCHED, is_safe_pattern
from patrol.logic.expression_values import SPACE, Value, days_of, is_true, number_of, text_of

MANY: Final = 20
WORDS: Final = re.compile(f"[{SPACE}]+")
Values = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Function:
    """What a function does with today's date and its values, and how many it takes."""

    run: Callable[[str, Values], Value]
    fewest: int
    most: int

    def is_known(self, pattern: str) -> bool:
        """Say whether a pattern means the same here and on the phone, and is quick."""
        return is_safe_pattern(pattern)


def words_of(text: str) -> list[str]:
    """Return the names chosen in the answer to a question with several choices."""
    return [word for word in WORDS.split(text) if word]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _matches(_today: str, said: Values) -> bool:
    text = text_of(said[0])
    return len(text) <= LONGEST_MATCHED and _compiled(text_of(said[1])).fullmatch(text) is not None


def _selected_at(_today: str, said: Values) -> str:
    words, at = words_of(text_of(said[0])), number_of(said[1])
    return words[int(at)] if math.isfinite(at) and 0 <= int(at) < len(words) and at >= 0 else ""


def _substr(_today: str, said: Values) -> str:
    text = text_of(said[0])
    start, end = (number_of(one) for one in (said[1], said[2] if len(said) > 2 else float(len(text))))
    if math.isnan(start) or math.isnan(end):
        return ""
    first, last = (int(max(0.0, min(at, float(len(text))))) for at in (start, end))
    return text[first:last]


def _round(_today: str, said: Values) -> float:
    value, digits = number_of(said[0]), number_of(said[1]) if len(said) > 1 else 0.0
    if not math.isfinite(value) or math.isnan(digits):
        return value if not math.isnan(digits) else math.nan
    scale = 10.0 ** max(0, min(10, int(max(0.0, min(digits, 10.0)))))
    scaled = value * scale + 0.5
    return float(math.floor(scaled)) / scale if math.isfinite(scaled) else value


def _int(_today: str, said: Values) -> float:
    value = number_of(said[0])
    return float(math.trunc(value)) if math.isfinite(value) else value


def _least(values: Values, choose: Callable[[list[float]], float]) -> float:
    numbers = [number_of(one) for one in values]
    return math.nan if any(math.isnan(one) for one in numbers) else choose(numbers)


def _day(_today: str, said: Values) -> str:
    text = text_of(said[0]).strip(SPACE)
    return text if days_of(text) is not None else ""


FUNCTIONS: Final[dict[str, Function]] = {
    "true": Function(lambda _today, _said: True, 0, 0),
    "false": Function(lambda _today, _said: False, 0, 0),
    "not": Function(lambda _today, said: not is_true(said[0]), 1, 1),
    "boolean": Function(lambda _today, said: is_true(said[0]), 1, 1),
    "number": Function(lambda _today, said: number_of(said[0]), 1, 1),
    "string": Function(lambda _today, said: text_of(said[0]), 1, 1),
    "if": Function(lambda _today, said: said[1] if is_true(said[0]) else said[2], 3, 3),
    "coalesce": Function(lambda _today, said: said[0] if text_of(said[0]) else said[1], 2, 2),
    "selected": Function(lambda _today, said: text_of(said[1]).strip(SPACE) in words_of(text_of(said[0])), 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": Function(lambda _today, said: float(len(words_of(text_of(said[0])))), 1, 1),
    "string-length": Function(lambda _today, said: float(len(text_of(said[0]))), 1, 1),
    "concat": Function(lambda _today, said: "".join(map(text_of, said)), 0, MANY),
    "contains": Function(lambda _today, said: text_of(said[1]) in text_of(said[0]), 2, 2),
    "starts-with": Function(lambda _today, said: text_of(said[0]).startswith(text_of(said[1])), 2, 2),
    "ends-with": Function(lambda _today, said: text_of(said[0]).endswith(text_of(said[1])), 2, 2),
    "substr": Function(_substr, 2, 3),
    "regex": Function(_matches, 2, 2),
    "int": Function(_int, 1, 1),
    "round": Function(_round, 1, 2),
    "abs": Function(lambda _today, said: abs(number_of(said[0])), 1, 1),
    "min": Function(lambda _today, said: _least(said, min), 1, MANY),
    "max": Function(lambda _today, said: _least(said, max), 1, MANY),
    "today": Function(lambda today, _said: today, 0, 0),
    "date": Function(_day, 1, 1),
}
