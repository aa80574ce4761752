"""Places on a drawing made by `sql/outlines.sql`."""

import math
from dataclasses import dataclass

# The sphere of EPSG:3857.
_RADIUS_M = 6_378_137.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a drawing, in drawing units, with its label and number."""

    x: float
    y: float
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Where web-mercator metres lie in a drawing (see `sql/outlines.sql`)."""

    x0: float
    y0: float
    scale: float

    def mark(self, lon: float, lat: float, label: str, number: int) -> Mark:
        """Return the mark of a place in degrees WGS-84."""
        x, y = _mercator(lon, lat)
        return Mark(round((x - self.x0) * self.scale, 1), round((self.y0 - y) * self.scale, 1), label, number)

    @staticmethod
    def stretch(lat: float) -> float:
        """Return how many web-mercator metres a metre on the ground is at a latitude."""
        return 1 / math.cos(math.radians(lat))


def _mercator(lon: float, lat: float) -> tuple[float, float]:
    return _RADIUS_M * math.radians(lon), _RADIUS_M * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
