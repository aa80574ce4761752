"""Angles as people write them."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.logic.angles import UnreadableAngle, parse_angles, parse_dms


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("35°23′14.3925″", 35.38733125),
        ("116°23'E", 116.38333333),
        ("北纬35度23分14.4秒", 35.38733333),
        ("东经116°23′29.5″", 116.39152778),
        ("35 23 14.4", 35.38733333),
        ("W3°43'29.11\"", -3.72475278),
        ("35°23'14''n", 35.38722222),
        ("S 0.3713", -0.3713),
        ("-3.72", -3.72),
        ("35°", 35.0),
    ],
)
def test_parse_dms_reads_what_registers_write(text: str, degrees: float) -> None:
    assert round(parse_dms(text), 8) == degrees


@pytest.mark.parametrize(
    "text",
    ["", "（无）", "abc", "nan", "181", "35°61′", "35°23′61″", "35.5°23′", "35°23.5′10″", "N35°S", "-35N", "1 2 3 4"],
)
def test_parse_dms_refuses_what_is_not_one_angle(text: str) -> None:
    with pytest.raises(UnreadableAngle):
        parse_dms(text)


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59_999))
def test_parse_dms_reads_back_every_angle(degrees: int, minutes: int, milliseconds: int) -> None:
    text = f"{degrees}°{minutes}′{milliseconds / 1000:.3f}″"
    assert abs(parse_dms(text) - (degrees + minutes / 60 + milliseconds / 3_600_000)) < 1e-9


def test_columns_are_read_at_once() -> None:
    read = parse_angles(pa.array(["116.25", None, "35°30′", "no angle", "181"]))
    assert read[[0, 2]].tolist() == [116.25, 35.5]
    assert np.isnan(read[[1, 3, 4]]).all()
