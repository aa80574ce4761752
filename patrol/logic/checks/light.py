"""Does the picture's light fit its time? The sun's elevation against how bright, and how green, the picture is."""

from dataclasses import dataclass
from datetime import datetime

from patrol.logic.policy_sections import LightPolicy
from patrol.logic.sun import sun_elevation_deg
from patrol.logic.witness import Outcome, Param, Witness

NAME = "light"
WINTER_MONTHS = (12, 1, 2)
SUMMER_MONTHS = (6, 7, 8)


@dataclass(frozen=True, slots=True)
class Lit:
    """When and where (WGS-84) a photo claims to be taken, and its light; None for what is not known.

    `exposure_ev` is the exposure value at ISO 100 by the camera, `grey` the mean grey (0 to 255), `green_share` 0 to 1.
    """

    at: datetime | None
    longitude: float
    latitude: float
    exposure_ev: float | None = None
    grey: float | None = None
    green_share: float | None = None


def light(lit: Lit, policy: LightPolicy) -> Witness:
    """Doubt daylight at night, and summer's green in the north's winter; darkness by day is a room, and no doubt.

    Only an exposure is proof of daylight: lamps and night modes make bright pictures too, so brightness alone is a
    doubt. Pines stay green: too much green in winter is a doubt, never more.
    """
    if lit.at is None or (lit.exposure_ev is None and lit.grey is None):
        return Witness(NAME, Outcome.ABSENT, "light.not_told", policy.weight)
    elevation = sun_elevation_deg(lit.at, lit.longitude, lit.latitude)
    outcome, code = _verdict(lit, elevation, policy)
    params: dict[str, Param] = {
        "sun_deg": round(elevation),
        "ev": None if lit.exposure_ev is None else round(lit.exposure_ev),
        "grey": None if lit.grey is None else round(lit.grey),
        "green_percent": None if lit.green_share is None else round(100 * lit.green_share),
    }
    return Witness(NAME, outcome, code, policy.weight, round(elevation, 1), policy.night_deg, params)


def _verdict(lit: Lit, elevation: float, policy: LightPolicy) -> tuple[Outcome, str]:
    if elevation < policy.night_deg:
        if lit.exposure_ev is not None:
            is_day = lit.exposure_ev >= policy.daylight_ev
            return (Outcome.FAIL, "light.daylight_at_night") if is_day else (Outcome.PASS, "light.night")
        if lit.grey is not None and lit.grey >= policy.bright_grey:
            return Outcome.UNSURE, "light.bright_at_night"
        return Outcome.PASS, "light.night"
    if _is_winter(lit, policy) and (lit.green_share or 0) > policy.green_share:
        return Outcome.UNSURE, "light.green_in_winter"
    return Outcome.PASS, "light.day" if elevation > policy.day_deg else "light.twilight"


def _is_winter(lit: Lit, policy: LightPolicy) -> bool:
    if lit.at is None or abs(lit.latitude) < policy.winter_latitude:
        return False
    return lit.at.month in (WINTER_MONTHS if lit.latitude > 0 else SUMMER_MONTHS)
