"""Forms of points: where photos are taken, what was measured, where volunteers are received."""

from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.logic.datum import Datum, to_wgs84
from core.logic.position_text import UnreadablePosition, parse_position
from sites.models import DatumName, PhotoPoint, ServicePoint, SurveyPoint
from sites.sentences import DRAWING_FAULTS

FULL_CIRCLE = 360


class PositionForm(forms.Form):
    """A position: typed in a datum, or written by a click on the map (WGS-84)."""

    position = forms.CharField(
        label=_("Position"),
        max_length=120,
        help_text=_("Click on the map, or write 116.3894, 39.9407 or 39°56′26″N 116°23′22″E."),
        widget=forms.TextInput({"data-position": "", "autocomplete": "off"}),
    )
    datum = forms.ChoiceField(
        label=_("Datum"), choices=DatumName.choices, widget=forms.Select({"data-datum": ""}), initial="wgs84"
    )

    def clean(self) -> dict[str, Any]:
        """Turn the position into WGS-84."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("position") and cleaned.get("datum"):
            try:
                lon, lat = to_wgs84(*parse_position(cleaned["position"]), Datum(cleaned["datum"]))
            except UnreadablePosition:
                self.add_error("position", str(DRAWING_FAULTS["unreadable_line"]).format(detail=1))
            else:
                cleaned["geom"] = GEOSGeometry(f"SRID=4326;POINT({lon!r} {lat!r})")
        return cleaned


class PhotoPointForm(PositionForm):
    """A photo point: where one stands, and in which direction one looks."""

    name = forms.CharField(label=_("Name"), max_length=120)
    bearing_deg = forms.FloatField(
        label=_("Direction (degrees from north)"),
        required=False,
        min_value=0,
        max_value=FULL_CIRCLE,
        widget=forms.NumberInput({"step": "any", "data-bearing": ""}),
        help_text=_("0 is north, 90 east. Type it, or choose above the map that a click sets the direction."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def clean_bearing_deg(self) -> float | None:
        """Write a full circle as north."""
        bearing: float | None = self.cleaned_data["bearing_deg"]
        return None if bearing is None else bearing % FULL_CIRCLE

    @property
    def values(self) -> dict[str, Any]:
        """The point by column."""
        return {name: self.cleaned_data[name] for name in ("name", "geom", "bearing_deg", "note", "is_active")}


class SurveyPointForm(PositionForm):
    """A survey point as it was measured."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SurveyPoint.Kind.choices)
    height_m = forms.FloatField(label=_("Height (m)"), required=False, min_value=-500, max_value=9_000)
    accuracy_m = forms.FloatField(label=_("Accuracy (m)"), required=False, min_value=0, max_value=10_000)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    @property
    def values(self) -> dict[str, Any]:
        """The point by column, with its position as it was given."""
        told = self.cleaned_data
        given = {"given_position": told["position"], "given_datum": told["datum"], "datum_basis": "declared"}
        return {**{name: told[name] for name in ("kind", "geom", "height_m", "accuracy_m", "note")}, **given}


class ServicePointForm(PositionForm):
    """A service point and how far around it volunteers come from."""

    code = forms.SlugField(label=_("Code"), max_length=32)
    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=120)
    name_en = forms.CharField(label=_("Name (English)"), max_length=160, required=False)
    opening_hours = forms.CharField(label=_("Opening hours"), max_length=120, required=False)
    catchment_m = forms.IntegerField(
        label=_("Catchment radius (m)"),
        min_value=100,
        max_value=100_000,
        widget=forms.NumberInput({"step": "100", "data-radius": ""}),
        help_text=_("How far around it volunteers come from. The circle on the map follows."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, point: ServicePoint | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._point = point
        if point is not None:
            self.fields["code"].disabled = True

    def clean_code(self) -> str:
        """Refuse the code of another point."""
        code: str = self.cleaned_data["code"]
        if self._point is None and (code == "new" or ServicePoint.objects.filter(code__iexact=code).exists()):
            raise ValidationError(_("There is a service point with this code already."))
        return code

    @property
    def values(self) -> dict[str, Any]:
        """The point by column."""
        names = ("name_zh", "name_en", "opening_hours", "catchment_m", "geom", "is_active")
        return {name: self.cleaned_data[name] for name in names}


def initial_of_photo(point: PhotoPoint) -> dict[str, Any]:
    """Return what the form shows of a photo point."""
    told = {name: getattr(point, name) for name in ("name", "bearing_deg", "note", "is_active")}
    return {**told, "position": written(point.geom), "datum": "wgs84"}


def initial_of_survey(point: SurveyPoint) -> dict[str, Any]:
    """Return what the form shows of a survey point: its position as it was given."""
    told = {name: getattr(point, name) for name in ("kind", "height_m", "accuracy_m", "note")}
    given = point.given_position
    return {**told, "position": given or written(point.geom), "datum": point.given_datum if given else "wgs84"}


def initial_of_service(point: ServicePoint) -> dict[str, Any]:
    """Return what the form shows of a service point."""
    names = ("code", "name_zh", "name_en", "opening_hours", "catchment_m", "is_active")
    return {**{name: getattr(point, name) for name in names}, "position": written(point.geom), "datum": "wgs84"}


def written(geom: Any) -> str:
    """Return a point as a person writes it, to the centimetre."""
    return f"{geom.x:.7f}, {geom.y:.7f}"
