"""Where the sun stands: its elevation at a place and moment, for telling day from night."""

import math
from datetime import UTC, datetime

J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
SECONDS_PER_DAY = 86400.0


def sun_elevation_deg(at: datetime, longitude: float, latitude: float) -> float:
    """Give the sun's geometric elevation in degrees (no refraction) at an aware moment and a place in WGS-84.

    The low-precision formulas of the Astronomical Almanac (page C5; U.S. Naval Observatory, Approximate Solar
    Coordinates): within 0.02° for 1950 to 2050. Refraction lifts a rising sun by 0.6°, which nothing here needs.
    """
    days = (at - J2000).total_seconds() / SECONDS_PER_DAY
    anomaly = math.radians(357.529 + 0.98560028 * days)
    mean_longitude = 280.459 + 0.98564736 * days
    ecliptic = math.radians(mean_longitude + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    tilt = math.radians(23.439 - 0.00000036 * days)
    right_ascension = math.atan2(math.cos(tilt) * math.sin(ecliptic), math.cos(ecliptic))
    declination = math.asin(math.sin(tilt) * math.sin(ecliptic))
    sidereal_deg = (18.697374558 + 24.06570982441908 * days) * 15 + longitude
    hour_angle = math.radians(sidereal_deg) - right_ascension
    phi = math.radians(latitude)
    height = math.sin(phi) * math.sin(declination) + math.cos(phi) * math.cos(declination) * math.cos(hour_angle)
    return math.degrees(math.asin(max(-1.0, min(1.0, height))))
