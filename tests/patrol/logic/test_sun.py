"""The sun against published positions."""

from datetime import UTC, datetime

import pytest

from patrol.logic.sun import sun_elevation_deg


@pytest.mark.parametrize(
    ("at", "longitude", "latitude", "elevation"),
    [
        # Reda and Andreas, Solar Position Algorithm (NREL/TP-560-34302), the worked example: zenith 50.11162°,
        # with 0.0163° of refraction in it.
        (datetime(2003, 10, 17, 19, 30, 30, tzinfo=UTC), -105.1786, 39.742476, 90 - 50.11162 - 0.0163),
        # Culminations: 90° - latitude + declination.
        (datetime(2026, 6, 21, 4, 16, tzinfo=UTC), 116.39, 39.94, 90 - 39.94 + 23.44),
        (datetime(2026, 12, 21, 4, 12, tzinfo=UTC), 116.39, 39.94, 90 - 39.94 - 23.44),
        (datetime(2026, 6, 21, 16, 16, tzinfo=UTC), 116.39, 39.94, -(90 - 39.94) + 23.44),
        # The equinox of 2026 (20 March 14:46 UTC), under the sun and at the pole.
        (datetime(2026, 3, 20, 12, 7, 30, tzinfo=UTC), 0.0, 0.0, 90),
        (datetime(2026, 3, 20, 14, 46, tzinfo=UTC), 0.0, 90.0, 0),
    ],
)
def test_sun_elevation_agrees_with_what_is_published(
    at: datetime, longitude: float, latitude: float, elevation: float
) -> None:
    assert sun_elevation_deg(at, longitude, latitude) == pytest.approx(elevation, abs=0.1)
