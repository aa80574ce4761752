"""A place written into one cell: `116.397, 39.908`, `39.908N 116.397E`, `北纬35°23′14.4″ 东经116°23′`, `POINT(116 39)`."""

import re
from typing import Final

from core.logic.angles import UnreadableAngle, parse_dms

POLE: Final = 90.0
_POINT: Final = re.compile(r"POINT\s*Z?\s*\(([^()]+)\)", re.IGNORECASE)
_NORTH: Final = re.compile(r"[NS]|[南北]纬|纬度", re.IGNORECASE)
_EAST: Final = re.compile(r"[EW]|[东西]经|经度", re.IGNORECASE)
_LABEL: Final = re.compile(r"经度|纬度|[:：()（）\[\]]|lat(?:itude)?|lon(?:gitude)?|lng", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"[,，、;；\t|/]")
# Between two angles without a comma: before the second one's letter or words, or at a space between plain numbers.
_TURN: Final = re.compile(
    r"(?<=[NSEWnsew″\"秒分′'度°\d])\s*(?=[东西]经|[南北]纬|[NSEWnsew]\s*\d)|(?<=[NSEWnsew])\s+(?=\d)"
)


class UnreadablePosition(ValueError):
    """The text is no pair of angles."""


def parse_position(text: str) -> tuple[float, float]:
    """Return (longitude, latitude) in decimal degrees; longitude first unless letters say otherwise, or a value beyond 90 does.

    Raises UnreadablePosition for anything but a pair, and for a pair of two latitudes or longitudes.
    """
    first, second = _halves(text)
    try:
        values = parse_dms(_LABEL.sub(" ", first)), parse_dms(_LABEL.sub(" ", second))
    except UnreadableAngle as error:
        raise UnreadablePosition(text) from error
    longitude, latitude = values[::-1] if _is_latitude_first(first, second, values) else values
    if abs(latitude) > POLE:
        raise UnreadablePosition(text)
    return longitude, latitude


def _halves(text: str) -> tuple[str, str]:
    point = _POINT.search(text)
    whole = (point[1] if point else text).strip()
    for split in (_SEPARATOR.split, _TURN.split, str.split):
        parts = [part.strip() for part in split(whole) if part.strip()]
        if len(parts) == 2:
            return parts[0], parts[1]
    raise UnreadablePosition(text)


def _is_latitude_first(first: str, second: str, values: tuple[float, float]) -> bool:
    norths = bool(_NORTH.search(first)), bool(_NORTH.search(second))
    easts = bool(_EAST.search(first)), bool(_EAST.search(second))
    if all(norths) or all(easts):
        raise UnreadablePosition(f"{first} {second}")
    if norths[0] or easts[1]:
        return True
    return not any(norths + easts) and abs(values[1]) > POLE
