"""What the indicators are called, what exactly they count, and in which words a number is told."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from indicators.logic.catalogue import Detail, Indicator, Unit
from indicators.logic.figures import LEAST_PERSONS, Movement, Parts, Told, number, told

NAMES: Final[dict[str, Promise]] = {
    "coverage": _("Coverage"),
    "need": _("Supply against need"),
    "fill_rate": _("Fill rate"),
    "reliability": _("Reliability"),
    "active_share": _("Active share"),
    "retention": _("Retention"),
    "manual_hours": _("Hours entered by hand"),
    "hazards": _("Hazards per hour"),
    "forecast": _("Forecast"),
}
ICONS: Final = {
    "coverage": "temple",
    "need": "users",
    "fill_rate": "clipboard",
    "reliability": "check",
    "active_share": "route",
    "retention": "star",
    "manual_hours": "edit",
    "hazards": "alert",
    "forecast": "clock",
}
# One line for the card.
SHORT: Final[dict[str, Promise]] = {
    "coverage": _("of the sites were visited within a year"),
    "need": _("places declared for each place asked for"),
    "fill_rate": _("of the places in shifts were taken"),
    "reliability": _("of the promises were kept"),
    "active_share": _("of the volunteers served in the month"),
    "retention": _("of those who joined within two years served in the month"),
    "manual_hours": _("of the hours stand on an entry by hand"),
    "hazards": _("hazards found for each hour of service"),
    "forecast": _("visits declared for each visit that falls due"),
}
DEFINITIONS: Final[dict[str, Promise]] = {
    "coverage": _(
        "Sites of the register that had an accepted visit in the 365 days before the end of the month, of all sites of the "
        "register. Every unit is to be looked at once a year at least (文物督发〔2011〕21号). Register, visits and decisions count "
        "as they were recorded."
    ),
    "need": _(
        "What volunteers declared to do in a month (visits a month in their profile, in the district they live in), for each "
        "place asked for: places in published shifts of the month and visits to be made by a day in it. By skill: places whose "
        "activity requires the skill, against volunteers who have it; somebody with two skills stands in both rows. Below 1 "
        "there are not enough. Profiles count as they stand on the day of counting."
    ),
    "fill_rate": _(
        "Places taken, of all places of the shifts that began in the month; activities that were called off are left out. "
        "An organisation's number holds those of its teams."
    ),
    "reliability": _(
        "Promises kept, of all promises whose time is over: a place in a shift is kept by serving, and broken by staying away or "
        "giving it back too late; a visit is kept by a report, and broken when its day passes without one. What was given back in "
        "time counts as neither."
    ),
    "active_share": _(
        "Volunteers with at least one verified service that ended in the month, of all volunteers who had joined by then. Hours "
        "count by the ledger (志愿服务条例 Art. 19); profiles and whether somebody is active count as on the day of counting."
    ),
    "retention": _(
        "Of the volunteers who joined in a month (a cohort), those with verified service in the months after it. "
        "The number on the board is that of all cohorts of the last two years together."
    ),
    "manual_hours": _(
        "Hours that stand on an entry by hand (on the organiser's list instead of the volunteer's own check-in, or on a report "
        "filed by somebody else), of all verified hours of the month; of an activity they are its organisation's, of a patrol the "
        "volunteer's own. They were confirmed by a second person; a high share is "
        "no proof of anything, and a reason to look. An organisation's number holds those of its teams."
    ),
    "hazards": _(
        "Findings of severity 3 and 4 on accepted visits of the month, for each hour of service credited for these visits. More "
        "is neither good nor bad: it tells where looking finds something."
    ),
    "forecast": _(
        "Visits that volunteers declared to make in a month, for each visit that falls due in it if every visit is made on its "
        "day; what waits already falls into the first month. Counted on the day itself and kept: it cannot be counted again."
    ),
}
NUMERATORS: Final[dict[str, Promise]] = {
    "coverage": _("Sites visited"),
    "need": _("Places declared"),
    "fill_rate": _("Places taken"),
    "reliability": _("Promises kept"),
    "active_share": _("Volunteers who served"),
    "retention": _("Volunteers who served"),
    "manual_hours": _("Hours by hand"),
    "hazards": _("Hazards"),
    "forecast": _("Visits declared"),
}
DENOMINATORS: Final[dict[str, Promise]] = {
    "coverage": _("Sites"),
    "need": _("Places asked for"),
    "fill_rate": _("Places"),
    "reliability": _("Promises"),
    "active_share": _("Volunteers"),
    "retention": _("Volunteers who joined"),
    "manual_hours": _("Verified hours"),
    "hazards": _("Hours of service"),
    "forecast": _("Visits due"),
}
DETAILS: Final[dict[Detail, Promise]] = {
    Detail.ORGANISATION: _("Organisation"),
    Detail.SKILL: _("Skill"),
    Detail.LEVEL: _("Protection level"),
    Detail.COHORT: _("Joined in"),
}
MOVEMENTS: Final[dict[Movement, Promise]] = {
    Movement.BETTER: _("better"),
    Movement.WORSE: _("worse"),
    Movement.MORE: _("increased"),
    Movement.LESS: _("decreased"),
    Movement.STEADY: _("unchanged"),
    Movement.UNKNOWN: _("nothing to compare with"),
}
TONES: Final = {
    Movement.BETTER: "good",
    Movement.WORSE: "warn",
    Movement.MORE: "info",
    Movement.LESS: "info",
    Movement.STEADY: "neutral",
    Movement.UNKNOWN: "neutral",
}
SECONDS: Final = {"manual_hours": (3600, 3600), "hazards": (1, 3600)}


def in_words(indicator: Indicator, parts: Parts | None, said: Told | None = None) -> str:
    """Return a number as it is written, or why it is not told; `said` may keep back what could be told by itself."""
    said = said or told(indicator, parts)
    if said is Told.TOO_FEW:
        return few()
    return written(indicator, number(indicator, parts)) if said is Told.NUMBER else str(_("none"))


def few() -> str:
    """Say that the number is kept back."""
    return ngettext("fewer than %(n)s person", "fewer than %(n)s people", LEAST_PERSONS) % {"n": LEAST_PERSONS}


def written(indicator: Indicator, found: float | None) -> str:
    """Return a number with its unit."""
    if found is None:
        return "—"
    if indicator.unit is Unit.SHARE:
        return f"{found:.1f} %"
    return f"{found:.2f}" if found < 10 else f"{found:.1f}"


def part_in_words(indicator: Indicator, parts: Parts, *, is_numerator: bool) -> str:
    """Return numerator or denominator in the unit people read: seconds as hours."""
    count = parts.numerator if is_numerator else parts.denominator
    each = SECONDS.get(indicator.code, (1, 1))[0 if is_numerator else 1]
    return f"{count / each:.1f}" if each > 1 else str(count)
