"""Projected coordinates: against the figures of the zones themselves."""

import numpy as np
import pytest

from core.logic.projection import UnknownProjection, is_known, to_degrees


@pytest.mark.parametrize("crs", ["EPSG:4548", "EPSG:4527", "EPSG:32650", "EPSG:2383"])
def test_central_meridians_are_where_the_zones_have_them(crs: str) -> None:
    # 500 km of false easting on the central meridian; with the zone's number 39 in front where the system has it.
    easting = 39_500_000.0 if crs == "EPSG:4527" else 500_000.0
    longitudes, latitudes = to_degrees(np.array([easting, np.nan]), np.array([4_400_000.0, 0.0]), crs)
    assert longitudes[0] == pytest.approx(114 if crs == "EPSG:2383" else 117, abs=2e-3)
    assert latitudes[0] == pytest.approx(39.73, abs=0.03)
    assert np.isnan(longitudes[1])


def test_nonsense_is_no_projection() -> None:
    assert not is_known("EPSG:nonsense")
    with pytest.raises(UnknownProjection):
        to_degrees(np.array([1.0]), np.array([1.0]), "nonsense")
