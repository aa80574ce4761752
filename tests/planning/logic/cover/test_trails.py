"""Real trails as sections: noisy walks along known parts of them, and how far off the covered metres are."""

from pathlib import Path

import pytest

from planning.logic.cover import cover_line
from sites.logic.measure import length_m
from tests.planning.logic.cover.walks import trail, walk

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "data" / "tracks" / "hk_osm"
TRAILS = ["Hong-Kong-Trail", "Lantau-Trail", "MacLehose-Trail", "Wilson-Trail-Hong-Kong", "Wilson-Trail-Kowloon"]

pytestmark = pytest.mark.real_data


@pytest.mark.parametrize("name", TRAILS)
def test_part_of_a_trail_is_measured_to_a_hundred_metres(name: str) -> None:
    line = trail(FOLDER / f"{name}-track.gpx")
    start, end = 0.2 * length_m(line), 0.6 * length_m(line)
    for noise_m in (0.0, 5.0, 10.0):
        found = cover_line(line, [walk(line, start, end, noise_m=noise_m, accuracy_m=max(5.0, noise_m), seed=7)])
        # Both ends reach ahead by what is surely within the swath.
        assert found.covered_m == pytest.approx(end - start + 50, abs=60)
        assert found.unknown_m == 0.0
