"""The rows behind the numbers of the compliance view as tables in words, for the page and for files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.sentences import SEVERITY_SHORT
from people.models import in_language
from planning.queries.compliance import Compliance, Line
from planning.queries.compliance_rows import (
    CASE_PARTS,
    FINDING_PARTS,
    SITE_PARTS,
    Narrowed,
    lines_of,
    records_of,
)
from planning.views.statement_showing import BANDS, EXCUSES, SITE_HEAD, STATES
from sites.models import District, Level

TITLES: Final[dict[str, Promise]] = {
    "sites": gettext_lazy("Sites"),
    "required": gettext_lazy("Sites with visits required"),
    "done": gettext_lazy("Sites with required visits made"),
    "in_time": gettext_lazy("Sites visited in time"),
    "late": gettext_lazy("Sites visited late"),
    "missed": gettext_lazy("Sites with missed visits"),
    "cases": gettext_lazy("Cases of the period"),
    "cases_opened": gettext_lazy("Cases opened in the period"),
    "cases_closed": gettext_lazy("Cases closed in the period"),
    "cases_open": gettext_lazy("Cases still open at its end"),
    "findings": gettext_lazy("Damage and danger found"),
    "hazards": gettext_lazy("Hazards found"),
    "pauses": gettext_lazy("Suspensions and their reasons"),
    "visits": gettext_lazy("Visits made"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the address of what it is about."""

    cells: tuple[Any, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Table:
    """A head and its rows."""

    head: tuple[str, ...]
    rows: list[Row]


def title_of_part(part: str) -> str:
    """Return what the rows of a part are called."""
    if part in TITLES:
        return str(TITLES[part])
    return str(EXCUSES[part] if part in EXCUSES else BANDS[part])


def worded(found: Compliance, wanted: Narrowed, *, sees_reports: bool) -> Table:
    """Return the rows behind a number, in words; who does not review reports is led to the site instead."""
    names = _Names.read(sees_reports=sees_reports)
    if wanted.part in SITE_PARTS:
        return Table(tuple(map(str, SITE_HEAD)), [_site(line, names) for line in lines_of(found, wanted)])
    records = records_of(found, wanted)
    if wanted.part in CASE_PARTS:
        of_cases = (
            _("Number"),
            _("Site"),
            _("District"),
            _("Kind"),
            _("Severity"),
            _("State"),
            _("Opened"),
            _("Closed"),
        )
        return Table(of_cases, [_case(one, names) for one in records])
    if wanted.part in FINDING_PARTS:
        of_findings = (_("Date"), _("Site"), _("District"), _("Kind"), _("Severity"))
        return Table(of_findings, [_finding(one, names) for one in records])
    if wanted.part == "pauses":
        of_pauses = (_("Site code"), _("Site"), _("District"), _("From"), _("Until (included)"), _("Reason"))
        return Table(of_pauses, [_pause(one, names) for one in records])
    head = (_("Date"), _("Site"), _("District"), _("Protection level"), _("Evidence"), _("Minutes of service"))
    return Table(head, [_visit(one, names) for one in records])


@dataclass(frozen=True, slots=True)
class _Names:
    levels: Mapping[str, str]
    districts: Mapping[str, str]
    sees_reports: bool

    @classmethod
    def read(cls, *, sees_reports: bool) -> "_Names":
        return cls(
            {one.code: one.label for one in Level.objects.all()},
            {one.code: one.name for one in District.objects.filter(kind=District.Kind.COUNTY).defer("geom")},
            sees_reports,
        )

    def url(self, name: str, key: Any, one: Mapping[str, Any]) -> str:
        """Return the address of a report or case, or of its site for who may not see that."""
        return reverse(name, args=[key]) if self.sees_reports else reverse("sites:page", args=[one["code"]])


def _site(line: Line, names: _Names) -> Row:
    one = line.figures
    why = _("; ").join(str(EXCUSES[excuse]) for excuse in sorted(line.excuses))
    cells = (
        line.code,
        in_language(line.name_zh, line.name_en),
        names.levels.get(line.level, line.level),
        names.districts.get(line.district, line.district),
        one.required,
        one.in_time,
        one.late,
        one.missed,
        one.visits,
        one.suspended_days,
        why,
    )
    return Row(cells, reverse("planning:duty", args=[line.code]))


def _case(one: Mapping[str, Any], names: _Names) -> Row:
    cells = (
        one["number"],
        in_language(one["name_zh"], one["name_en"]),
        names.districts.get(one["district_id"], one["district_id"]),
        in_language(one["kind_zh"], one["kind_en"]),
        SEVERITY_SHORT[one["severity"]],
        STATES.get(one["state"], one["state"]),
        one["opened_on"].isoformat(),
        one["closed_on"].isoformat() if one["closed_on"] else "",
    )
    return Row(cells, names.url("patrol:case", one["id"], one))


def _finding(one: Mapping[str, Any], names: _Names) -> Row:
    cells = (
        one["visited_on"].isoformat(),
        in_language(one["name_zh"], one["name_en"]),
        names.districts.get(one["district_id"], one["district_id"]),
        in_language(one["kind_zh"], one["kind_en"]),
        SEVERITY_SHORT[one["severity"]],
    )
    return Row(cells, names.url("patrol:report", one["report_id"], one))


def _pause(one: Mapping[str, Any], names: _Names) -> Row:
    cells = (
        one["code"],
        in_language(one["name_zh"], one["name_en"]),
        names.districts.get(one["district_id"], one["district_id"]),
        one["from_on"].isoformat(),
        one["to_on"].isoformat(),
        one["reason"],
    )
    return Row(cells, reverse("planning:duty", args=[one["code"]]))


def _visit(one: Mapping[str, Any], names: _Names) -> Row:
    cells = (
        one["visited_on"].isoformat(),
        in_language(one["name_zh"], one["name_en"]),
        names.districts.get(one["district_id"], one["district_id"]),
        names.levels.get(one["level_id"], one["level_id"]),
        str(BANDS[one["band"]]),
        round(one["seconds"] / 60),
    )
    return Row(cells, names.url("patrol:report", one["report_id"], one))
