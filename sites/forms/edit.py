"""The form of one site: what is said of it, where it is (drawn or typed), and why it is changed."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from core.logic.datum import Datum
from people.models import User
from sites.logic.drawing import DrawingUnusable, read_drawing, read_positions
from sites.models import Category, Condition, DatumName, Era, Level, ProtectedUnit, Site, Visibility
from sites.queries.editing import counties_of, county_of
from sites.sentences import FIELDS, SHAPES, drawing_sentence

# By name of the form's field: the column it says something of.
COLUMNS: Final = {
    "name_zh": "name_zh",
    "name_en": "name_en",
    "unit": "unit_id",
    "level": "level_id",
    "category": "category_id",
    "condition": "condition_id",
    "era_bucket": "era_bucket_id",
    "era_zh": "era_zh",
    "era_en": "era_en",
    "district": "district_id",
    "address_zh": "address_zh",
    "owner": "owner",
    "used_by": "used_by",
    "open_to": "open_to",
    "access_note": "access_note",
    "safety_note": "safety_note",
    "summary_zh": "summary_zh",
    "summary_en": "summary_en",
    "is_difficult": "is_difficult",
    "visit_minutes": "visit_minutes",
    "geom_accuracy_m": "geom_accuracy_m",
    "visibility": "visibility",
}
LONG: Final = ("access_note", "safety_note", "summary_zh", "summary_en")
LONGEST_GIVEN: Final = 120


class PlaceFields(forms.Form):
    """Where something is: drawn on the map (GeoJSON in a hidden field) or typed, one position a line; typed goes first."""

    geometry = forms.CharField(required=False, widget=forms.HiddenInput)
    place_kind = forms.ChoiceField(label=_("As"), choices=list(SHAPES.items()), required=False)
    place_datum = forms.ChoiceField(label=_("Datum of these positions"), choices=DatumName.choices, required=False)
    place_text = forms.CharField(
        label=_("Positions, one a line"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=_("Longitude first or with letters: 116.3894, 39.9407 or 39°56′26″N 116°23′22″E."),
    )
    repair = forms.BooleanField(
        label=_("Repair an outline that crosses itself"), required=False, help_text=_("Look at the result afterwards.")
    )

    def clean(self) -> dict[str, Any]:
        """Read the place; what is wrong with it is said where it was given."""
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            self.shape = self._read(cleaned)
        except DrawingUnusable as fault:
            where = "place_text" if cleaned.get("place_text", "").strip() else "geometry"
            self.fault_place = fault.detail if fault.reason == "self_crossing" else ""
            self.add_error(where, drawing_sentence(fault.reason, fault.detail))
        return cleaned

    shape: BaseGeometry | None = None
    fault_place = ""

    @property
    def geom(self) -> GEOSGeometry | None:
        """The place in WGS-84, None where none was given."""
        return None if self.shape is None else GEOSGeometry(self.shape.wkb_hex, srid=4326)

    @property
    def position_values(self) -> dict[str, Any]:
        """The place by column, with the position as it was given; empty where none was given."""
        if self.shape is None:
            return {}
        text = " ".join(self.cleaned_data.get("place_text", "").split())
        datum = self.cleaned_data.get("place_datum") if text else ""
        return {
            "geom": self.geom,
            "given_position": text if len(text) <= LONGEST_GIVEN else "",
            "given_datum": datum or DatumName.WGS84.value,
            "datum_basis": "declared",
        }

    def _read(self, cleaned: dict[str, Any]) -> BaseGeometry | None:
        text, drawn = cleaned.get("place_text", "").strip(), cleaned.get("geometry", "").strip()
        if text:
            datum = Datum(cleaned.get("place_datum") or Datum.WGS84)
            return read_positions(text, cleaned.get("place_kind") or "point", datum)
        return read_drawing(drawn, is_mended=cleaned.get("repair", False)) if drawn else None


class SiteForm(PlaceFields):
    """A site as an officer edits it; `site` is None for a new one.

    A place outside of the stated district must be confirmed: nothing is moved to another district by itself.
    """

    code = forms.CharField(label=FIELDS["code"], max_length=40, required=False)
    name_zh = forms.CharField(label=FIELDS["name_zh"], max_length=120)
    name_en = forms.CharField(label=FIELDS["name_en"], max_length=200, required=False)
    level = forms.ChoiceField(label=FIELDS["level"])
    category = forms.ChoiceField(label=FIELDS["category"])
    condition = forms.ChoiceField(label=FIELDS["condition"], required=False)
    era_bucket = forms.ChoiceField(label=FIELDS["era_bucket"], required=False)
    era_zh = forms.CharField(label=FIELDS["era_zh"], max_length=80, required=False)
    era_en = forms.CharField(label=FIELDS["era_en"], max_length=120, required=False)
    unit = forms.CharField(label=FIELDS["unit_code"], max_length=40, required=False)
    district = forms.ChoiceField(label=FIELDS["district"], required=False)
    address_zh = forms.CharField(label=FIELDS["address_zh"], max_length=200, required=False)
    owner = forms.CharField(label=FIELDS["owner"], max_length=120, required=False)
    used_by = forms.CharField(label=FIELDS["used_by"], max_length=120, required=False)
    open_to = forms.ChoiceField(label=FIELDS["open_to"], choices=Site.OpenTo.choices)
    access_note = forms.CharField(label=FIELDS["access_note"], required=False)
    safety_note = forms.CharField(label=FIELDS["safety_note"], required=False)
    summary_zh = forms.CharField(label=FIELDS["summary_zh"], required=False)
    summary_en = forms.CharField(label=FIELDS["summary_en"], required=False)
    is_difficult = forms.BooleanField(label=FIELDS["is_difficult"], required=False)
    visit_minutes = forms.IntegerField(label=FIELDS["visit_minutes"], min_value=1, max_value=1_440)
    geom_accuracy_m = forms.IntegerField(label=FIELDS["geom_accuracy_m"], min_value=0, max_value=100_000)
    visibility = forms.ChoiceField(label=FIELDS["visibility"], required=False)
    confirm_district = forms.BooleanField(label=_("Yes, the district is as stated"), required=False)
    why = forms.CharField(
        label=_("Why?"),
        max_length=200,
        help_text=_("A few words for the history: “measured again on 3 May”, “name by announcement 2026-12”."),
    )
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, site: Site | None, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = site
        blank = ("", _("not known"))
        terms: list[tuple[str, list[Any]]] = [
            ("level", [(one.code, one.label) for one in Level.objects.order_by("rank")]),
            ("category", categories()),
            ("condition", [blank, *((one.code, one.label) for one in Condition.objects.order_by("rank"))]),
            ("era_bucket", [blank, *((one.code, one.label) for one in Era.objects.order_by("rank"))]),
            ("visibility", [("", _("as its category says")), *Visibility.choices]),
            ("district", [("", _("by its place")), *((one.code, one.name) for one in counties_of(person))]),
        ]
        for name, choices in terms:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for name in LONG:
            self.fields[name].widget = forms.Textarea({"rows": 3})
        self.fields["code"].required = site is None
        self.fields["district"].required = site is not None

    def clean_unit(self) -> ProtectedUnit | None:
        """Find the unit by its code."""
        code = self.cleaned_data["unit"].strip()
        unit = ProtectedUnit.objects.filter(code__iexact=code).first() if code else None
        if code and unit is None:
            raise ValidationError(_("There is no protected unit with this code."))
        return unit

    def clean_code(self) -> str:
        """Keep to what an address can hold."""
        code: str = self.cleaned_data["code"].strip()
        if "/" in code or code in RESERVED:
            raise ValidationError(_("A code has letters, digits and hyphens, and no slash."))
        return code

    def clean_seen_at(self) -> datetime | None:
        """Read the instant the page was made for."""
        text = self.cleaned_data["seen_at"]
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError as error:
            raise ValidationError(_("Load the page again.")) from error

    def clean(self) -> dict[str, Any]:
        """Ask to confirm a district that does not cover the place."""
        cleaned = super().clean()
        if self.site is None and self.shape is None and not {"geometry", "place_text"} & set(self.errors):
            self.add_error("geometry", drawing_sentence("empty", ""))
        self.covering = county_of(self.geom) if self.geom is not None else ""
        stated = cleaned.get("district")
        is_odd = self.geom is not None and bool(stated) and self.covering != stated
        self.asks_district = is_odd
        if is_odd and not cleaned.get("confirm_district"):
            self.add_error("confirm_district", _("The place lies outside of the stated district. Is that right?"))
        return cleaned

    covering = ""
    asks_district = False

    @property
    def values(self) -> dict[str, Any]:
        """What the form says, by column; without a place where none was given anew."""
        told = {
            column: self.cleaned_data[name]
            if name not in ("condition", "era_bucket")
            else self.cleaned_data[name] or None
            for name, column in COLUMNS.items()
        }
        unit = self.cleaned_data["unit"]
        return {**told, "unit_id": unit.pk if unit else None, **self.position_values}


# Addresses beside the sites' own.
RESERVED: Final = frozenset(
    {
        "new",
        "bulk",
        "as-of",
        "imports",
        "export",
        "service-points",
        "neighbours.json",
        "positions.json",
        "zones",
        "units",
    }
)


def initial_of(site: Site) -> dict[str, Any]:
    """Return what the form shows of a site as it stands; the place stands on the map."""
    told = {name: getattr(site, column) for name, column in COLUMNS.items()}
    return {**told, "unit": site.unit.code if site.unit else "", "seen_at": site.updated_at.isoformat()}


def categories() -> list[tuple[Any, Any]]:
    """Return the categories with their sub-types below them, as groups."""
    found = list(Category.objects.order_by("rank", "code"))
    return [
        (
            top.label,
            [(top.code, top.label), *((one.code, one.label) for one in found if one.parent_id == top.code)],
        )
        for top in found
        if top.parent_id is None
    ]


class WhyForm(forms.Form):
    """A reason, for what a site that was seen at an instant goes through."""

    why = forms.CharField(label=_("Why?"), max_length=200)
    seen_at = forms.CharField(widget=forms.HiddenInput)

    def clean_seen_at(self) -> datetime:
        """Read the instant the page was made for."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen_at"])
        except ValueError as error:
            raise ValidationError(_("Load the page again.")) from error
