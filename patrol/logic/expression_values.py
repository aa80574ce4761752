"""Text, numbers and truths of expressions, turned into each other and compared as XPath 1.0 does, dates as days."""

import math
import re
from datetime import date
from decimal import Decimal
from typing import Final

Value = str | float | bool
NUMBER: Final = re.compile(r"-?(\d+(\.\d*)?|\.\d+)", re.ASCII)
DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
EPOCH: Final = date(1970, 1, 1).toordinal()
# The white space of both sides; JavaScript and Python would each trim some more.
SPACE: Final = " \t\n\r\f\v"


def number_of(value: Value) -> float:
    """Return the number a value is: dates as days since 1970, truths as 1 or 0, NaN for other text."""
    if not isinstance(value, str):
        return float(value)
    text = value.strip(SPACE)
    if NUMBER.fullmatch(text):
        return float(text)
    days = days_of(text)
    return math.nan if days is None else float(days)


def text_of(value: Value) -> str:
    """Return the text of a value; numbers without exponent, whole ones without a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_true(value: Value) -> bool:
    """Say whether a value counts as true: text that is not empty, a number that is neither 0 nor NaN."""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def days_of(text: str) -> int | None:
    """Return the days since 1970 of a date "YYYY-MM-DD"; None for anything else."""
    found = DATE.fullmatch(text)
    try:
        return date(*map(int, found.groups())).toordinal() - EPOCH if found else None
    except ValueError:
        return None


def compare(sign: str, left: Value, right: Value) -> bool:
    """Compare two values: as truths if one is, as numbers if one is or the order is asked, else as text."""
    if sign in ("=", "!="):
        return _same(left, right) == (sign == "=")
    a, b = number_of(left), number_of(right)
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]


def compute(sign: str, left: Value, right: Value) -> float:
    """Calculate with two values as numbers; nothing raises: dividing by 0 gives infinity or NaN."""
    a, b = number_of(left), number_of(right)
    if sign == "+":
        return a + b
    if sign == "-":
        return a - b
    if sign == "*":
        return a * b
    return _divide(a, b) if sign == "div" else _rest(a, b)


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return is_true(left) == is_true(right)
    if isinstance(left, float) or isinstance(right, float):
        return number_of(left) == number_of(right)
    return left == right


def _divide(a: float, b: float) -> float:
    if b != 0 or math.isnan(b):
        return a / b
    if a == 0 or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1, b)


def _rest(a: float, b: float) -> float:
    if b == 0 or math.isinf(a) or math.isnan(a) or math.isnan(b):
        return math.nan
    return math.fmod(a, b)
