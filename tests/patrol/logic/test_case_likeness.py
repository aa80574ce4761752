"""When two findings of a site join by themselves, when a person is asked, and when neither."""

from dataclasses import replace

import pytest

from patrol.logic.case_likeness import Compared, likeness_of
from tests.patrol.logic.test_case_policy import RULES

ALIKE = Compared(
    is_same_kind=True, is_same_family=True, distance_m=10, accuracy_m=10, photo_bits=None, site_extent_m=900
)


@pytest.mark.parametrize(
    ("change", "is_same", "is_suggested"),
    [
        ({}, True, True),
        ({"distance_m": 35.0}, True, True),
        ({"distance_m": 36.0}, False, True),
        # No accuracy, however bad, stretches the spot beyond the cap.
        ({"distance_m": 76.0, "accuracy_m": 900.0}, False, True),
        ({"distance_m": 100.0}, False, True),
        ({"distance_m": 400.0}, False, False),
        ({"distance_m": 400.0, "photo_bits": 2}, False, False),
        ({"distance_m": 100.0, "photo_bits": 8}, True, True),
        ({"distance_m": 100.0, "photo_bits": 9}, False, True),
        ({"distance_m": None}, False, True),
        ({"distance_m": None, "site_extent_m": 20.0}, True, True),
        ({"is_same_kind": False}, False, True),
        ({"is_same_kind": False, "distance_m": 100.0}, False, False),
        ({"is_same_kind": False, "is_same_family": False}, False, False),
        ({"is_same_kind": False, "is_same_family": False, "photo_bits": 3}, False, True),
    ],
)
def test_likeness(change: dict[str, object], *, is_same: bool, is_suggested: bool) -> None:
    found = likeness_of(replace(ALIKE, **change), RULES.likeness)  # type: ignore[arg-type]
    assert (found.is_same, found.is_suggested) == (is_same, is_suggested)


def test_reasons_name_what_was_measured() -> None:
    seen = replace(ALIKE, photo_bits=4)
    assert likeness_of(seen, RULES.likeness).reasons == (("same_kind", None), ("distance", 10), ("photo_same", 4))
    assert likeness_of(replace(ALIKE, distance_m=None), RULES.likeness).reasons == (
        ("same_kind", None),
        ("unknown_place", None),
    )
