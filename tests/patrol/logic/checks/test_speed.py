"""Speed during a visit: over windows, less what the fixes may be off."""

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from defusedxml import ElementTree

from patrol.logic.checks.speed import speed
from patrol.logic.fixes import TimedFix, fastest_leg
from tests.conftest import SHARED
from tests.patrol.logic.policy import FULL

RULES = FULL.speed
assert RULES is not None
AT = datetime(2026, 6, 1, 3, tzinfo=UTC)
# Metres of a degree of latitude on the mean sphere.
DEGREE_M = 6_371_008.8 * math.pi / 180


def fix(seconds: float, metres: float, accuracy_m: float | None = None) -> TimedFix:
    return TimedFix(AT + timedelta(seconds=seconds), 116.4, 40 + metres / DEGREE_M, accuracy_m)


@pytest.mark.parametrize(
    ("fixes", "outcome", "code", "kmh"),
    [
        ([], "absent", "one_fix", None),
        ([fix(0, 0)], "absent", "one_fix", None),
        ([fix(0, 0), fix(60, 1000)], "pass", "believable", 60.0),
        # A jump of a second counts over the whole window.
        ([fix(0, 0), fix(1, 1000)], "pass", "believable", 60.0),
        ([fix(0, 0), fix(60, 3000)], "unsure", "fast", 180.0),
        # What both fixes may be off is no way travelled.
        ([fix(0, 0, 600), fix(60, 3000, 600)], "pass", "believable", 108.0),
        ([fix(0, 0, 0), fix(60, 3000, None)], "unsure", "fast", 180.0),
        ([fix(0, 0), fix(60, 9000)], "fail", "impossible", 540.0),
        # In any order, and whichever leg is the fastest.
        ([fix(300, 9000), fix(60, 0), fix(0, 0), fix(240, 0)], "fail", "impossible", 540.0),
    ],
)
def test_speed_of_fixes(fixes: list[TimedFix], outcome: str, code: str, kmh: float | None) -> None:
    witness = speed(fixes, RULES)
    assert (witness.outcome, witness.code) == (outcome, f"speed.{code}")
    assert witness.measured == (None if kmh is None else pytest.approx(kmh, abs=0.2))


def test_fastest_leg_takes_the_first_fix_beyond_the_window() -> None:
    fastest = fastest_leg([fix(0, 0), fix(30, 0), fix(90, 600)], 60)
    assert fastest is not None
    assert (round(fastest.distance_m), fastest.seconds) == (600, 60)


def tracks() -> list[tuple[str, list[TimedFix]]]:
    found = []
    for path in sorted((SHARED / "tracks").rglob("*.gpx")):
        fixes = timed(path)
        if len(fixes) > 50:
            found.append((path.name, fixes))
    return found


def timed(path: Path) -> list[TimedFix]:
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError:
        return []
    points = [node for node in root.iter() if node.tag.endswith("}trkpt")]
    times = [next((child.text for child in node if child.tag.endswith("}time")), None) for node in points]
    return [
        TimedFix(datetime.fromisoformat(at), float(node.attrib["lon"]), float(node.attrib["lat"]))
        for node, at in zip(points, times, strict=True)
        if at
    ]


@pytest.mark.real_data
def test_speed_of_real_tracks_is_believable() -> None:
    found = {name: speed(fixes, RULES).code for name, fixes in tracks()}
    assert len(found) > 3
    assert set(found.values()) == {"speed.believable"}
