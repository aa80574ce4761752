"""The photo-reuse check: same bytes, same picture, similar picture."""

import pytest

from patrol.logic.checks.photo_reuse import KnownPhoto, photo_reuse
from tests.patrol.logic.policy import POLICY

RULES = POLICY.photo_reuse
MINE = KnownPhoto("mine", "a" * 64, 0)


def other(bits: int, *, is_same_site: bool = False, sha256: str = "b" * 64, report: str = "other") -> KnownPhoto:
    """Make a photo whose hash differs from mine in so many bits."""
    return KnownPhoto(report, sha256, (1 << bits) - 1, is_same_site)


def test_photo_reuse_never_seen_before_passes() -> None:
    witness = photo_reuse(MINE, [other(32)], RULES)
    assert (witness.outcome, witness.code, witness.measured) == ("pass", "photo_reuse.not_seen_before", 32)


def test_photo_reuse_with_no_other_photo_passes() -> None:
    assert photo_reuse(MINE, [], RULES).outcome == "pass"


def test_photo_reuse_of_the_same_file_fails_and_names_the_report() -> None:
    witness = photo_reuse(MINE, [other(32), other(40, sha256=MINE.sha256, report="theirs")], RULES)
    assert (witness.outcome, witness.code, witness.params["report"]) == ("fail", "photo_reuse.same_file", "theirs")


@pytest.mark.parametrize(("bits", "outcome"), [(0, "fail"), (8, "fail"), (9, "unsure"), (14, "unsure"), (15, "pass")])
def test_photo_reuse_at_the_edges_of_the_bands(bits: int, outcome: str) -> None:
    assert photo_reuse(MINE, [other(bits)], RULES).outcome == outcome


def test_photo_reuse_from_one_photo_point_goes_to_a_person() -> None:
    witness = photo_reuse(MINE, [other(4, is_same_site=True)], RULES)
    assert (witness.outcome, witness.code) == ("unsure", "photo_reuse.looks_same_at_same_site")


def test_photo_reuse_from_another_site_weighs_more_than_from_the_same() -> None:
    witness = photo_reuse(MINE, [other(4, is_same_site=True), other(4, report="elsewhere")], RULES)
    assert (witness.outcome, witness.params["report"]) == ("fail", "elsewhere")


def test_photo_reuse_passes_over_photos_of_its_own_report() -> None:
    assert photo_reuse(MINE, [other(0, report="mine", sha256=MINE.sha256)], RULES).outcome == "pass"


def test_photo_reuse_of_an_even_picture_looks_at_bytes_alone() -> None:
    blank = KnownPhoto("mine", "a" * 64, None)
    assert photo_reuse(blank, [other(0)], RULES).outcome == "pass"
    assert photo_reuse(blank, [other(0, sha256="a" * 64)], RULES).outcome == "fail"


def test_photo_reuse_compares_signed_hashes_bit_by_bit() -> None:
    assert photo_reuse(KnownPhoto("mine", "a" * 64, -1), [KnownPhoto("x", "b" * 64, -2)], RULES).measured == 1
