"""What an officer sees of an import: rows with findings, what changes, places for the map."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.db.models.functions import AsGeoJSON, PointOnSurface
from django.db.models import BooleanField, ExpressionWrapper, JSONField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from people.models import User
from people.permissions import areas_of
from sites.models import ImportBatch, ImportRow, Site
from sites.sentences import FIELDS, FINDINGS

MOST_ON_MAP: Final = 3_000
PLACE_DECIMALS: Final = 6


@dataclass(frozen=True)
class Change:
    """One field of a site as it is and as the file has it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class CheckedRow:
    """A row of the file for the table: its number, what it leads to, what was found, what would change."""

    row: ImportRow
    name: str
    changes: list[Change]

    @property
    def titles(self) -> list[str]:
        """What was found, in the reader's language."""
        return [str(FINDINGS[code][0]) for code in self.row.findings]


def imports_of(person: User) -> QuerySet[ImportBatch]:
    """Return the imports the person may see: their own; all of them for whoever may edit everywhere."""
    if "" in areas_of(person, "edit_sites"):
        return ImportBatch.objects.select_related("by").order_by("-at")
    return ImportBatch.objects.filter(by=person).select_related("by").order_by("-at")


def rows_of(batch: ImportBatch, finding: str = "", outcome: str = "") -> QuerySet[ImportRow]:
    """Return the batch's rows, those with findings first and then in the file's order, narrowed to one of them."""
    rows = ImportRow.objects.filter(batch_id=batch.pk).defer("geom")
    rows = rows.annotate(is_good=ExpressionWrapper(Q(findings=[]), BooleanField())).order_by("is_good", "number")
    if finding:
        rows = rows.filter(findings__contains=[finding])
    return rows.filter(outcome=outcome) if outcome else rows


def explained(rows: list[ImportRow]) -> list[CheckedRow]:
    """Return rows with names and changes, with one query for all sites they lead to."""
    sites = Site.objects.defer("geom", "shown_geom").in_bulk([row.site_id for row in rows])
    return [
        CheckedRow(
            row, row.name_zh or (sites[row.site_id].name_zh if row.site_id in sites else ""), _changes(row, sites)
        )
        for row in rows
    ]


def places_of(batch: ImportBatch) -> Iterator[dict[str, Any]]:
    """Yield GeoJSON features (a point each, WGS-84) of the rows that bring a place, those with findings first."""
    rows = ImportRow.objects.filter(batch_id=batch.pk, geom__isnull=False)
    told = rows.annotate(place=Cast(AsGeoJSON(PointOnSurface("geom"), precision=PLACE_DECIMALS), JSONField()))
    chosen = told.order_by("findings", "number").reverse()[:MOST_ON_MAP]
    for number, name, outcome, findings, place in chosen.values_list(
        "number", "name_zh", "outcome", "findings", "place"
    ):
        state = "refused" if outcome == "refused" else "finding" if findings else "good"
        yield {
            "type": "Feature",
            "id": number,
            "geometry": place,
            "properties": {"number": number, "name": name or "", "state": state, "findings": ", ".join(findings)},
        }


def _changes(row: ImportRow, sites: dict[Any, Site]) -> list[Change]:
    site = sites.get(row.site_id)
    if site is None or row.outcome != ImportRow.Outcome.CHANGED:
        return []
    found = [
        Change(str(label), str(getattr(site, name) or "—"), str(getattr(row, name)))
        for name, label in FIELDS.items()
        if getattr(row, name) is not None and hasattr(site, name)
    ]
    if row.given_position is not None:
        found.append(Change(_("Position"), site.given_position or "—", row.given_position))
    if not site.is_active:
        found.append(Change(_("In the register"), _("no"), _("yes")))
    return found or [Change(_("Position"), _("as in the register"), _("as in the file"))]
