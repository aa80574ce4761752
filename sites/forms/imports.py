"""Forms of an import: the file, its columns, its datum."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.logic.projection import is_known
from sites.files.reading import Layer
from sites.logic.columns import fields
from sites.models import DatumName, ImportBatch, ImportProfile
from sites.queries.terms import systems
from sites.sentences import FIELDS


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "GeoJSON, GeoPackage, Shapefile (zipped), KML, KMZ, CSV, XLSX or GPX. Nothing changes before you say so."
        ),
    )
    profile = forms.ModelChoiceField(
        ImportProfile.objects.order_by("name"),
        label=_("Read it like"),
        required=False,
        empty_label=_("guess by its columns"),
    )


class ColumnsForm(forms.Form):
    """Which column is which field; a choice for each column, and what holds for the whole file."""

    crs = forms.CharField(
        label=_("Projected coordinates"),
        required=False,
        max_length=400,
        help_text=_("Only for eastings and northings in metres: the system, as EPSG:4548."),
    )
    system = forms.ChoiceField(label=_("Whose codes"), required=False)
    profile_name = forms.CharField(
        label=_("Keep this as a profile"),
        required=False,
        max_length=80,
        help_text=_("Under this name the next file of this kind is read the same way."),
    )

    def __init__(self, *args: Any, batch: ImportBatch, layer: Layer, **kwargs: Any) -> None:
        initial = {"crs": batch.crs, "system": batch.system} | {
            _key(place): batch.columns.get(column, "") for place, column in enumerate(layer.columns)
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self._columns = layer.columns
        self.fields["system"].choices = [("", _("none in particular")), *((one, one) for one in systems())]  # type: ignore[attr-defined]
        choices = [("", _("— not read —")), *((name, FIELDS[name]) for name in fields())]
        for place, column in enumerate(layer.columns):
            self.fields[_key(place)] = forms.ChoiceField(label=column, choices=choices, required=False)

    def column_fields(self) -> list[Any]:
        """Return the bound fields of the columns, in the file's order."""
        return [self[_key(place)] for place in range(len(self._columns))]

    @property
    def columns(self) -> dict[str, str]:
        """The mapping asked for."""
        told = ((column, self.cleaned_data.get(_key(place), "")) for place, column in enumerate(self._columns))
        return {column: field for column, field in told if field}

    def clean(self) -> dict[str, Any]:
        """Refuse two columns for one field, and a system nobody knows."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = list(self.columns.values())
        twice = {name for name in given if given.count(name) > 1}
        if twice:
            names = ", ".join(str(FIELDS[name]) for name in sorted(twice))
            raise ValidationError(_("Several columns are read as: %(names)s. Choose one."), params={"names": names})
        if cleaned.get("crs") and not is_known(cleaned["crs"]):
            self.add_error("crs", _("No such reference system. Write it as EPSG:4548."))
        return cleaned


class DatumForm(forms.Form):
    """In which datum the positions are."""

    datum = forms.ChoiceField(label=_("Datum"), choices=DatumName.choices, widget=forms.RadioSelect)


class TakeForm(forms.Form):
    """Which rows to apply."""

    take = forms.ChoiceField(choices=ImportBatch.Take.choices)


def _key(place: int) -> str:
    return f"column_{place}"
