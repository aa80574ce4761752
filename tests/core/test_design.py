"""The palette keeps its promises: dark said twice alike, readable text, statuses that differ without colour."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from core.demo import ICON_NAMES
from core.sentences import PRIORITIES, SEVERITIES, STATUSES

STATIC = Path(__file__).resolve().parents[2] / "core" / "static" / "core"
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3", "link", "zhu-ink") for ground in ("paper", "surface")),
    *((ink, "sunken") for ink in ("ink", "ink-2")),
    ("on-zhu", "zhu"),
    ("danger", "surface"),
    ("danger", "danger-soft"),
    ("celadon-ink", "celadon-soft"),
    ("azurite-ink", "azurite-soft"),
    ("ochre-ink", "ochre-soft"),
    ("zhu-ink", "zhu-soft"),
    *((f"status-{key}-ink", f"status-{key}-soft") for key in ("current", "due-soon", "overdue", "never", "suspended")),
    *((f"severity-{n}-ink", f"severity-{n}-soft") for n in range(5)),
]


def test_dark_is_the_same_by_system_and_by_choice() -> None:
    by_system, by_choice = _dark_blocks()
    assert by_system == by_choice


def test_dark_redefines_every_colour() -> None:
    light = {name for name, value in _light().items() if value.startswith("#")}
    assert light - set(_dark_blocks()[0]) == set()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_reaches_contrast_aa(theme: str) -> None:
    colors = _theme(theme)
    poor = {
        pair: round(ratio, 2)
        for pair in TEXT_PAIRS
        if (ratio := _contrast(_resolve(colors, pair[0]), _resolve(colors, pair[1]))) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_control_edges_and_focus_reach_three_to_one(theme: str) -> None:
    colors = _theme(theme)
    poor = [
        (edge, ground)
        for edge in ("line-strong", "focus")
        for ground in ("paper", "surface")
        if _contrast(colors[edge], colors[ground]) < 3
    ]
    assert poor == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_status_fills_differ_in_lightness(theme: str) -> None:
    colors = _theme(theme)
    fills = [colors[f"status-{key.replace('_', '-')}"] for key in STATUSES]
    alike = [pair for pair in combinations(fills, 2) if _contrast(*pair) < 1.15]
    assert alike == []


def test_every_named_icon_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    scales = [mark.icon for scale in (STATUSES, PRIORITIES) for mark in scale.values()]
    severities = [mark.icon for mark in SEVERITIES.values()]
    assert drawn == {*ICON_NAMES, *scales, *severities, "seal"}


def test_statuses_of_maps_are_those_of_pages() -> None:
    module = (STATIC / "status.js").read_text(encoding="utf-8")
    listed = re.search(r"STATUSES = Object\.freeze\(\[(.*?)\]\)", module)
    assert listed is not None
    assert re.findall(r'"(\w+)"', listed[1]) == list(STATUSES)


def _tokens() -> str:
    return (STATIC / "tokens.css").read_text(encoding="utf-8")


def _declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))


def _light() -> dict[str, str]:
    return _declarations(_tokens().split("@media", 1)[0])


def _dark_blocks() -> list[dict[str, str]]:
    return [_declarations(block) for block in re.findall(r"\{\n\s+color-scheme: dark;(.*?)\}", _tokens(), re.DOTALL)]


def _theme(name: str) -> dict[str, str]:
    return _light() if name == "light" else _light() | _dark_blocks()[0]


def _resolve(colors: dict[str, str], name: str) -> str:
    value = colors[name]
    return colors[value[6:-1]] if value.startswith("var(") else value


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two #rrggbb colours."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
