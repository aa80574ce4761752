"""A site's past: what changed, by whom, when, why and in which import; for whoever may know its exact places."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry.base import BaseGeometry

from people.models import User
from people.permissions import Person
from sites.logic.diff import FieldChange, field_changes, place_change
from sites.models import (
    Category,
    Condition,
    DatumBasis,
    DatumName,
    District,
    Era,
    ImportBatch,
    Level,
    ProtectedUnit,
    Site,
    SiteVersion,
    Visibility,
)
from sites.queries.editing import in_areas
from sites.sentences import FIELDS, place_sentences

# Columns in the order of the form, without those that follow from others or say who and when.
TOLD: Final = (
    "code",
    "name_zh",
    "name_en",
    "unit_id",
    "level_id",
    "category_id",
    "condition_id",
    "era_bucket_id",
    "era_zh",
    "era_en",
    "district_id",
    "division_id",
    "address_zh",
    "owner",
    "used_by",
    "open_to",
    "access_note",
    "safety_note",
    "summary_zh",
    "summary_en",
    "is_difficult",
    "visit_minutes",
    "geom_accuracy_m",
    "given_position",
    "given_datum",
    "datum_basis",
    "visibility",
    "is_active",
)
# A site's newest changes; more than these no site has had in years of imports.
MOST_CHANGES: Final = 500
_TERMS: Final[dict[str, Any]] = {
    "level_id": Level,
    "category_id": Category,
    "condition_id": Condition,
    "era_bucket_id": Era,
    "unit_id": ProtectedUnit,
    "district_id": District,
    "division_id": District,
}
_CHOICES: Final[dict[str, dict[str, Any]]] = {
    "open_to": dict(Site.OpenTo.choices),
    "visibility": {"": "", **dict(Visibility.choices)},
    "given_datum": dict(DatumName.choices),
    "datum_basis": dict(DatumBasis.choices),
}


@dataclass(frozen=True)
class Line:
    """One thing that changed, in words; before and after are empty where the label says it all."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change of a site: when, by whom, why, from which import, what; places are GeoJSON where the place changed."""

    at: datetime
    by: str
    why: str
    file: str
    is_first: bool
    lines: list[Line]
    place_before: str
    place_after: str


@dataclass(frozen=True)
class State:
    """What a site said at one time: its columns, its geometry, and since when."""

    values: dict[str, Any]
    geom: GEOSGeometry
    since: datetime


def states_of(site: Site) -> list[State]:
    """Return what the site said, the newest first; the first is the present."""
    versions = SiteVersion.objects.filter(site=site).order_by("-valid_to")[:MOST_CHANGES]
    return [_present(site), *(State(one.state, one.geom, one.valid_from) for one in versions)]


def state_at(site: Site, at: datetime) -> State:
    """Return what a site said at the instant."""
    version = SiteVersion.objects.filter(site=site, valid_to__gt=at).order_by("valid_to").first()
    return State(version.state, version.geom, version.valid_from) if version else _present(site)


def differences(before: State, after: State) -> list[Line]:
    """Return in words how two states of a site differ."""
    changes = field_changes(before.values, after.values, TOLD)
    return [*field_lines([changes])[0], *_place_lines(before, after)]


def history_of(states: list[State]) -> list[Entry]:
    """Return the changes that lead from one state to the next, for `states` newest first; one query a vocabulary."""
    pairs = [(state, states[place + 1] if place + 1 < len(states) else None) for place, state in enumerate(states)]
    changes = [field_changes(old.values, new.values, TOLD) if old else [] for new, old in pairs]
    told = field_lines(changes)
    people = User.objects.in_bulk(_ids(states, "updated_by_id"))
    files = ImportBatch.objects.in_bulk(_ids(states, "updated_in_id"))
    found = []
    for (new, old), lines in zip(pairs, told, strict=True):
        places = _place_lines(old, new) if old else []
        author, batch = _find(people, new, "updated_by_id"), _find(files, new, "updated_in_id")
        found.append(
            Entry(
                at=new.since,
                by=author.name if author else _("the system"),
                why=new.values.get("updated_why") or "",
                file=batch.file_name if batch else "",
                is_first=old is None,
                lines=[*lines, *places],
                place_before=old.geom.geojson if old and places else "",
                place_after=new.geom.geojson if places else "",
            )
        )
    return found


def field_lines(changes: list[list[FieldChange]]) -> list[list[Line]]:
    """Return lists of changed fields in words, with one query for each vocabulary that occurs."""
    labels = _labels([change for some in changes for change in some])
    return [_lines(some, labels) for some in changes]


def plain(value: Any) -> Any:
    """Return a value of a row as the history's JSON writes it."""
    return str(value) if hasattr(value, "hex") and not isinstance(value, (int, float)) else value


def site_with_history(person: Person, code: str) -> Site | None:
    """Return the site of that code, in the register or taken out of it, if the person may know its exact places."""
    known = Site.objects.filter(in_areas(person, "see_exact_places"), code=code)
    return known.select_related("district").defer("district__geom").first()


def _present(site: Site) -> State:
    told = (*TOLD, "updated_by_id", "updated_why", "updated_in_id")
    return State({name: plain(getattr(site, name)) for name in told}, site.geom, site.updated_at)


def _place_lines(before: State, after: State) -> list[Line]:
    change = place_change(_shape(before.geom), _shape(after.geom))
    return [Line(_("Place"), "", sentence) for sentence in place_sentences(change)] if change else []


def _lines(changes: Iterable[FieldChange], labels: dict[str, dict[str, str]]) -> list[Line]:
    return [
        Line(
            str(_NAMES.get(one.name) or FIELDS[one.name]),
            _word(one.name, one.before, labels),
            _word(one.name, one.after, labels),
        )
        for one in changes
    ]


_NAMES: Final = {"unit_id": FIELDS["unit_name"], "is_active": gettext_lazy("In the register")}


def _word(name: str, value: Any, labels: dict[str, dict[str, str]]) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in _TERMS:
        return labels[name].get(str(value), str(value))
    return str(_CHOICES.get(name, {}).get(value, value))


def _labels(changes: Iterable[FieldChange]) -> dict[str, dict[str, str]]:
    """Return the labels of all codes in the changes, by column: one query for each vocabulary that occurs."""
    codes: dict[str, set[str]] = {}
    for one in changes:
        if one.name in _TERMS:
            codes.setdefault(one.name, set()).update(str(value) for value in (one.before, one.after) if value)
    return {name: {str(row.pk): str(row) for row in _rows(_TERMS[name], some)} for name, some in codes.items()}


def _rows(model: Any, keys: set[str]) -> QuerySet[Any]:
    rows = model.objects.filter(pk__in=keys)
    return rows.defer("geom") if model is District else rows  # type: ignore[no-any-return]


def _ids(states: list[State], name: str) -> set[str]:
    return {str(state.values[name]) for state in states if state.values.get(name)}


def _find(rows: dict[Any, Any], state: State, name: str) -> Any:
    wanted = str(state.values.get(name) or "")
    return next((row for key, row in rows.items() if str(key) == wanted), None)


def _shape(geom: GEOSGeometry) -> BaseGeometry:
    return shapely.from_wkb(bytes(geom.wkb))
