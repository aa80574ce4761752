"""A statement as sheets of a workbook: the summary, figures by level and district, and every row."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from planning.files.workbook import Sheet
from planning.models import Statement
from planning.queries.statements import content_of_statement
from planning.views.statement_showing import SITE_HEAD, site_rows, told


def sheets_of(statement: Statement) -> list[Sheet]:
    """Return the sheets in the reader's language."""
    content = content_of_statement(statement)
    shown = told(content)
    sites = Sheet(_("Sites"), (20, 28, 18, 14, *[9] * 6, 40), SITE_HEAD, site_rows(content))
    return [Sheet(_("Summary"), (30, 80), (), _summary(statement, shown)), *_groups(shown), sites, *_lists(shown)]


def _summary(statement: Statement, shown: Mapping[str, Any]) -> list[tuple[str, Any]]:
    total = shown["total"]
    return [
        (_("Title"), shown["title"]),
        (_("Number"), statement.number),
        (_("Jurisdiction"), f"{shown['area_name']} {statement.area}"),
        (_("Period"), f"{statement.from_on} – {statement.to_on}"),
        (_("As known on"), f"{shown['as_of']:%Y-%m-%d %H:%M}"),
        (_("Handed in"), f"{statement.at.astimezone(shown['as_of'].tzinfo):%Y-%m-%d %H:%M} {statement.by.name}"),
        (_("Correction of"), f"{statement.supersedes.number}: {statement.correction}" if statement.supersedes else ""),
        (_("Fingerprint (SHA-256)"), statement.sha256),
        (_("Signature (Ed25519)"), statement.signature),
        (_("Sites"), total["sites"]),
        (_("Visits required"), total["required"]),
        (_("In time"), total["in_time"]),
        (_("Made late"), total["late"]),
        (_("Missed"), total["missed"]),
        (_("Share done"), total["share"]),
        (_("Visits made"), total["visits"]),
        (_("Hours of service"), float(shown["hours"])),
        *((str(one["label"]), one["count"]) for one in shown["evidence"]),
        (_("Cases opened"), total["cases_opened"]),
        (_("Cases closed"), total["cases_closed"]),
        (_("Cases open"), total["cases_open"]),
        (_("Hazards found"), total["hazards"]),
    ]


def _groups(shown: Mapping[str, Any]) -> list[Sheet]:
    head = [
        _("Sites"),
        _("Visits required"),
        _("In time"),
        _("Made late"),
        _("Missed"),
        _("Share done"),
        _("Visits made"),
        _("Hours of service"),
    ]
    widths = (24, *[12] * 8)
    return [
        Sheet(_("By protection level"), widths, [_("Protection level"), *head], map(_group, shown["levels"])),
        Sheet(_("By district"), widths, [_("District"), *head], map(_group, shown["districts"])),
    ]


def _lists(shown: Mapping[str, Any]) -> list[Sheet]:
    cases = [_("Number"), _("Site code"), _("Site"), _("Kind"), _("Severity"), _("State"), _("Opened"), _("Closed")]
    pauses = [_("Site code"), _("Site"), _("From"), _("Until (included)"), _("Reason")]
    rules = [
        _("Rule"),
        _("Looks at"),
        _("Value"),
        _("Days"),
        _("Months"),
        _("From"),
        _("Until (included)"),
        _("Source"),
    ]
    return [
        Sheet(_("Cases"), (18, 20, 28, 20, 10, 20, 12, 12), cases, map(_case, shown["cases"])),
        Sheet(_("Suspensions"), (20, 28, 12, 12, 60), pauses, map(_pause, shown["pauses"])),
        Sheet(
            _("Damage and danger"),
            (12, 40, 10),
            [_("Severity"), _("Kind"), _("Found")],
            ([str(one["degree"]), one["label"], one["count"]] for one in shown["findings"]),
        ),
        Sheet(_("Visit rules"), (24, 14, 16, 10, 10, 14, 14, 60), rules, map(_rule, shown["rules"])),
    ]


def _group(one: dict[str, Any]) -> list[Any]:
    counts = [one[name] for name in ("sites", "required", "in_time", "late", "missed")]
    return [one["label"], *counts, one["share"], one["visits"], float(one["hours"])]


def _case(one: dict[str, Any]) -> list[Any]:
    said = [one[name] for name in ("number", "code", "site", "kind", "degree", "state_label")]
    return [*said, one["opened_on"], one["closed_on"] or ""]


def _rule(one: dict[str, Any]) -> list[Any]:
    said = [one[name] for name in ("code", "scope", "value", "interval_days", "interval_months")]
    return [*said, one["valid_from"], one["valid_to"] or "", one["source"]]


def _pause(one: dict[str, Any]) -> list[Any]:
    return [one[name] for name in ("code", "name", "from", "to", "reason")]
