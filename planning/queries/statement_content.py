"""What a statement says: every figure, row and reason, as plain values that become its canonical text."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date
from typing import Any, Final

from planning.logic.compliance import Figures
from planning.logic.statement import SCHEMA, per_mille
from planning.queries.compliance import Compliance, Line, Proof, rules_in
from planning.queries.jurisdictions import Jurisdiction
from sites.models import District, Level

BANDS: Final = ("strong", "fair", "weak", "none")


def content_of(found: Compliance, area: Jurisdiction) -> dict[str, Any]:
    """Return the content of the statement of an area; the same question gives the same content on any day."""
    question = found.question
    return {
        "schema": SCHEMA,
        "area": {"code": area.code, "name_zh": area.name_zh, "name_en": area.name_en},
        "period": {"from": _day(question.period.from_on), "to": _day(question.period.to_on)},
        "as_of": question.as_of.astimezone(UTC).isoformat(),
        "rules": [_rule(one) for one in rules_in(question.period)],
        "summary": _summary(found),
        "levels": _levels(found),
        "districts": _districts(found),
        "excuses": [
            {"excuse": excuse.value, **_figures(figures)} for excuse, figures in sorted(found.excused().items())
        ],
        "pauses": [_pause(one) for one in found.pauses],
        "case_kinds": _case_kinds(found.cases),
        "cases": [_case(one) for one in found.cases],
        "findings": _findings(found.findings),
        "sites": [_site(line) for line in found.lines],
    }


def _summary(found: Compliance) -> dict[str, Any]:
    period, known_on = found.question.period, found.question.known_on
    last = min(period.to_on, known_on)
    return {
        **_figures(found.total),
        **_proof(found.proofs),
        "cases_opened": sum(one["opened_on"] in period for one in found.cases),
        "cases_closed": sum(one["closed_on"] is not None and one["closed_on"] in period for one in found.cases),
        "cases_open": sum(one["closed_on"] is None or one["closed_on"] > last for one in found.cases),
        "hazards": sum(one["severity"] >= 3 for one in found.findings),
        "suspended_sites": len({one["site_id"] for one in found.pauses}),
    }


def _figures(one: Figures) -> dict[str, int | None]:
    return {
        "sites": one.sites,
        "required": one.required,
        "in_time": one.in_time,
        "late": one.late,
        "missed": one.missed,
        "share_per_mille": per_mille(one.done, one.required),
        "visits": one.visits,
        "suspended_days": one.suspended_days,
    }


def _proof(proofs: Iterable[Proof]) -> dict[str, Any]:
    bands: Counter[str] = Counter()
    seconds = 0
    for one in proofs:
        bands[one.band] += one.visits
        seconds += one.seconds
    return {"evidence": {band: bands[band] for band in BANDS}, "service_seconds": seconds}


def _levels(found: Compliance) -> list[dict[str, Any]]:
    figures = found.by_level()
    return [
        {
            "level": level.code,
            "label_zh": level.label_zh,
            "label_en": level.label_en,
            **_figures(figures[level.code]),
            **_proof(one for one in found.proofs if one.level == level.code),
        }
        for level in Level.objects.order_by("rank")
        if level.code in figures
    ]


def _districts(found: Compliance) -> list[dict[str, Any]]:
    figures = found.by_district()
    names = District.objects.only("code", "name_zh", "name_en").in_bulk(list(figures))
    return [
        {
            "district": code,
            "name_zh": names[code].name_zh,
            "name_en": names[code].name_en,
            **_figures(figures[code]),
            **_proof(one for one in found.proofs if one.district == code),
        }
        for code in sorted(figures)
    ]


def _case_kinds(cases: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    kinds: dict[str, dict[str, Any]] = {}
    for one in cases:
        kind = kinds.setdefault(
            one["kind_id"], {"kind": one["kind_id"], "kind_zh": one["kind_zh"], "kind_en": one["kind_en"], "states": {}}
        )
        kind["states"][one["state"]] = kind["states"].get(one["state"], 0) + 1
    return [kinds[code] for code in sorted(kinds)]


def _case(one: Mapping[str, Any]) -> dict[str, Any]:
    photos = {
        name: {"sha256": one[f"{name}_sha256"], "on": _day(one[f"{name}_on"])} if one[f"{name}_sha256"] else None
        for name in ("before", "after")
    }
    plain = ("number", "code", "name_zh", "name_en", "district_id", "kind_zh", "kind_en", "severity", "state")
    return {
        **{name: one[name] for name in plain},
        "opened_on": _day(one["opened_on"]),
        "closed_on": _day(one["closed_on"]),
        **photos,
    }


def _findings(found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    counts = Counter((one["severity"], one["kind_id"], one["kind_zh"], one["kind_en"]) for one in found)
    return [
        {"severity": severity, "kind": kind, "kind_zh": zh, "kind_en": en, "count": count}
        for (severity, kind, zh, en), count in sorted(counts.items(), key=lambda item: (-item[0][0], item[0][1]))
    ]


def _pause(one: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: one[name] for name in ("code", "name_zh", "name_en", "reason")}
    return {**plain, "from": _day(one["from_on"]), "to": _day(one["to_on"])}


def _site(line: Line) -> list[Any]:
    one = line.figures
    excuses = sorted(excuse.value for excuse in line.excuses)
    counts = [one.required, one.in_time, one.late, one.visits, one.suspended_days]
    return [line.code, line.name_zh, line.name_en, line.level, line.district, *counts, excuses]


def _rule(one: Any) -> dict[str, Any]:
    plain = ("code", "scope", "value", "interval_days", "interval_months", "district_prefix", "category")
    more = ("level", "condition", "season_from", "season_to", "source")
    dates = {"valid_from": _day(one.valid_from), "valid_to": _day(one.valid_to)}
    return {**{name: getattr(one, name) for name in (*plain, *more)}, **dates}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
