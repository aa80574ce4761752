"""The recorded way at the site."""

import pytest

from patrol.logic.checks.track import TrackAtSite, track
from tests.patrol.logic.policy import FULL

RULES = FULL.track
assert RULES is not None


@pytest.mark.parametrize(
    ("known", "outcome", "code"),
    [
        (None, "absent", "none"),
        (TrackAtSite(9, 0, 900), "absent", "none"),
        (TrackAtSite(10, 12, 120), "pass", "around_site"),
        (TrackAtSite(100, 12, 119), "unsure", "passed_by"),
        (TrackAtSite(100, 200.1, 0), "unsure", "some_way_off"),
        (TrackAtSite(100, 1000.1, 0), "fail", "elsewhere"),
    ],
)
def test_track_at_the_site(known: TrackAtSite | None, outcome: str, code: str) -> None:
    witness = track(known, RULES)
    assert (witness.outcome, witness.code) == (outcome, f"track.{code}")
