"""What a statement's content says, in the reader's language: for the page, the PDF and the workbook alike."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.sentences import BAND_LABELS, BAND_TONES, SEVERITY_SHORT
from patrol.models import Case
from people.models import in_language
from planning.logic.compliance import Excuse, Period

EXCUSES: Final[dict[str, Promise]] = {
    Excuse.SUSPENDED: gettext_lazy("Visits suspended"),
    Excuse.RETIRED: gettext_lazy("Left the register"),
    Excuse.CLOSED: gettext_lazy("Not open to visitors"),
    Excuse.DIFFICULT: gettext_lazy("Hard to reach"),
    Excuse.HIDDEN: gettext_lazy("Place kept from the public: only volunteers with leave may go"),
}
BANDS: Final[dict[str, str | Promise]] = {**BAND_LABELS, "none": gettext_lazy("Evidence not computed")}
STATES: Final = dict(Case.State.choices)
SITE_HEAD: Final[tuple[Promise, ...]] = (
    gettext_lazy("Site code"),
    gettext_lazy("Site"),
    gettext_lazy("Protection level"),
    gettext_lazy("District"),
    pgettext_lazy("visits", "Required"),
    gettext_lazy("In time"),
    gettext_lazy("Made late"),
    gettext_lazy("Missed"),
    gettext_lazy("Visits made"),
    gettext_lazy("Days suspended"),
    gettext_lazy("What explains it"),
)


def title_of(area: Mapping[str, str], period: Period) -> str:
    """Return the title of a statement."""
    return _("{area}: statement of heritage patrols, {period}").format(
        area=in_language(area["name_zh"], area["name_en"]), period=period_words(period)
    )


def period_words(period: Period) -> str:
    """Return a period in words: a quarter, a year, or its days."""
    year = period.from_on.year
    if period.is_year:
        return _("the year {year}").format(year=year)
    quarters = {
        1: _("first quarter of {year}"),
        2: _("second quarter of {year}"),
        3: _("third quarter of {year}"),
        4: _("fourth quarter of {year}"),
    }
    if period.quarter:
        return quarters[period.quarter].format(year=year)
    return _("{first} to {last}").format(first=period.from_on.isoformat(), last=period.to_on.isoformat())


def period_of(content: Mapping[str, Any]) -> Period:
    """Return the period a content is of."""
    told = content["period"]
    return Period(date.fromisoformat(told["from"]), date.fromisoformat(told["to"]))


def told(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything of a content that is shown, in the reader's language; the rows of sites are for `site_rows`."""
    period = period_of(content)
    summary = content["summary"]
    return {
        "title": title_of(content["area"], period),
        "area_name": in_language(content["area"]["name_zh"], content["area"]["name_en"]),
        "period": period,
        "period_words": period_words(period),
        "as_of": timezone.localtime(datetime.fromisoformat(content["as_of"])),
        "total": {**summary, "share": share(summary), "done": summary["in_time"] + summary["late"]},
        "hours": hours(summary["service_seconds"]),
        "evidence": _evidence(summary["evidence"]),
        "levels": [
            _group(one, in_language(one["label_zh"], one["label_en"]), one["level"]) for one in content["levels"]
        ],
        "districts": [
            _group(one, in_language(one["name_zh"], one["name_en"]), one["district"]) for one in content["districts"]
        ],
        "excuses": [{**one, "label": EXCUSES[one["excuse"]], "key": one["excuse"]} for one in content["excuses"]],
        "pauses": [{**one, "name": in_language(one["name_zh"], one["name_en"])} for one in content["pauses"]],
        "case_kinds": [_kind(one) for one in content["case_kinds"]],
        "states": [(code, label) for code, label in STATES.items()],
        "cases": [_case(one) for one in content["cases"]],
        "findings": [
            {**one, "label": in_language(one["kind_zh"], one["kind_en"]), "degree": SEVERITY_SHORT[one["severity"]]}
            for one in content["findings"]
        ],
        "rules": content["rules"],
    }


def site_rows(content: Mapping[str, Any]) -> Iterable[list[Any]]:
    """Yield the rows of sites under `SITE_HEAD`."""
    levels = {one["level"]: in_language(one["label_zh"], one["label_en"]) for one in content["levels"]}
    districts = {one["district"]: in_language(one["name_zh"], one["name_en"]) for one in content["districts"]}
    for code, zh, en, level, district, required, in_time, late, visits, days, excuses in content["sites"]:
        names = [code, in_language(zh, en), levels.get(level, level), districts.get(district, district)]
        why = _("; ").join(str(EXCUSES[one]) for one in excuses)
        yield [*names, required, in_time, late, required - in_time - late, visits, days, why]


def share(figures: Mapping[str, Any]) -> str:
    """Return a share of figures in per cent with one digit; a dash where nothing was required."""
    told = figures["share_per_mille"]
    return "—" if told is None else f"{told / 10:.1f} %"


def hours(seconds: int) -> str:
    """Return seconds as hours with one digit."""
    return f"{seconds / 3600:.1f}"


def _group(one: Mapping[str, Any], label: str, key: str) -> dict[str, Any]:
    return {**one, "label": label, "key": key, "share": share(one), "hours": hours(one["service_seconds"])}


def _evidence(bands: Mapping[str, int]) -> list[dict[str, Any]]:
    total = sum(bands.values())
    return [
        {
            "key": band,
            "label": BANDS[band],
            "count": count,
            "tone": BAND_TONES.get(band, "neutral"),
            "share": f"{100 * count / total:.0f} %" if total else "—",
        }
        for band, count in ((band, bands[band]) for band in BANDS)
    ]


def _kind(one: Mapping[str, Any]) -> dict[str, Any]:
    counts = [one["states"].get(code, 0) for code in STATES]
    return {"label": in_language(one["kind_zh"], one["kind_en"]), "counts": counts, "total": sum(counts)}


def _case(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "site": in_language(one["name_zh"], one["name_en"]),
        "kind": in_language(one["kind_zh"], one["kind_en"]),
        "degree": SEVERITY_SHORT[one["severity"]],
        "state_label": STATES.get(one["state"], one["state"]),
    }
