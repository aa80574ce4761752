"""A place in one cell."""

import pytest

from core.logic.position_text import UnreadablePosition, parse_position


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("116.5, 39.25", (116.5, 39.25)),
        ("116.5，39.25", (116.5, 39.25)),
        ("39.25, 116.5", (116.5, 39.25)),
        ("39.25N 116.5E", (116.5, 39.25)),
        ("E116°30′,N39°15′", (116.5, 39.25)),
        ("北纬39°15′0″ 东经116°30′", (116.5, 39.25)),
        ("东经116度30分 北纬39度15分", (116.5, 39.25)),
        ("POINT (116.5 39.25)", (116.5, 39.25)),
        ("116.5 39.25", (116.5, 39.25)),
        ("-1.5, 54.75", (-1.5, 54.75)),
        ("经度:116.5 纬度:39.25", (116.5, 39.25)),
    ],
)
def test_positions_are_read_as_they_are_written(text: str, pair: tuple[float, float]) -> None:
    assert parse_position(text) == pair


@pytest.mark.parametrize("text", ["", "116.5", "Beijing", "N39.25, N40", "116.5, 139.25", "1,2,3", "E116, E117"])
def test_what_is_no_pair_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePosition):
        parse_position(text)
