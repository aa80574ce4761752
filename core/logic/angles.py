"""Angles as people write them: decimal degrees, or degrees, minutes and seconds, in Chinese or Latin letters."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


class UnreadableAngle(ValueError):
    """The text is not one angle within ±180 degrees."""


def parse_dms(text: str) -> float:
    """Read an angle as decimal degrees from `35°23′14.3925″`, `116°23'E`, `北纬35度23分`, `35 23 14.4` or `-3.72`.

    South and west are negative. Raises UnreadableAngle for anything else, for minutes or seconds of 60 and more,
    and beyond ±180 degrees.
    """
    found = _ANGLE.fullmatch(text.translate(_MARKS).replace("''", '"').strip().upper())
    if found is None:
        raise UnreadableAngle(text)
    degrees, minutes, seconds = (float(found[part] or 0) for part in ("degrees", "minutes", "seconds"))
    value = degrees + minutes / 60 + seconds / 3600
    if minutes >= 60 or seconds >= 60 or value > 180 or _has_fraction_above_last(found):
        raise UnreadableAngle(text)
    signs = [sign for sign in (found["before"], found["sign"], found["after"]) if sign]
    if len(signs) > 1:
        raise UnreadableAngle(text)
    return -value if signs and signs[0] in _NEGATIVE_SIGNS else value


def _has_fraction_above_last(found: re.Match[str]) -> bool:
    """Spot `35.5°23′`: half a degree and minutes too, which nobody means."""
    given = [part for part in (found["degrees"], found["minutes"], found["seconds"]) if part]
    return any("." in part for part in given[:-1])


def parse_angles(texts: pa.Array) -> NDArray[np.float64]:
    """Read a column of texts as decimal degrees, NaN where a text is null or no angle; plain numbers take the fast way."""
    is_plain = pc.match_substring_regex(texts.fill_null(""), r"^[+-]?\d{1,3}(\.\d*)?$")
    numbers = pc.cast(pc.if_else(is_plain, texts, pa.scalar(None, pa.string())), pa.float64())
    found: NDArray[np.float64] = numbers.to_numpy(zero_copy_only=False).copy()
    for row in np.flatnonzero(np.isnan(found)):
        text = texts[int(row)].as_py()
        if text is not None:
            found[row] = _angle_or_nan(text)
    found[np.abs(found) > 180] = np.nan
    return found


def _angle_or_nan(text: str) -> float:
    try:
        return parse_dms(text)
    except UnreadableAngle:
        return float("nan")


_NEGATIVE_SIGNS = frozenset({"-", "S", "W", "南纬", "西经"})
_MARKS = str.maketrans(
    {
        **dict.fromkeys("º˚度", "°"),
        **dict.fromkeys("′’‘＇分", "'"),
        **dict.fromkeys("″”“＂秒", '"'),
        "－": "-",
        "−": "-",
    }
)
_ANGLE = re.compile(
    r"(?P<before>[NSEW]|[南北]纬|[东西]经)?\s*(?P<sign>[+-])?\s*"
    r"(?P<degrees>\d{1,3}(?:\.\d+)?)(?:\s*°\s*|\s+|$|(?=[NSEW]))"
    r"(?:(?P<minutes>\d{1,2}(?:\.\d+)?)(?:\s*'\s*|\s+|$|(?=[NSEW])))?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*\"?)?"
    r"\s*(?P<after>[NSEW])?"
)
