"""Questions about zones, and a zone as an officer enters it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.forms.edit import PlaceFields
from sites.forms.points import PositionForm
from sites.models import Zone
from sites.sentences import drawing_sentence

CLASSES = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ")
LARGEST_ACCURACY_M = 5_000


class ZoneQuestion(PositionForm):
    """Where one asks, and how exactly that is known."""

    accuracy_m = forms.FloatField(
        label=_("Accuracy (m)"),
        required=False,
        min_value=0,
        max_value=LARGEST_ACCURACY_M,
        widget=forms.NumberInput({"step": "any"}),
    )


class ZoneForm(PlaceFields):
    """A zone: kind and class, boundary in words, outline (drawn or typed) or none, and where it is announced."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Zone.Kind.choices)
    control_class = forms.ChoiceField(
        label=_("Class"), required=False, choices=[("", "—"), *((one, one) for one in CLASSES)]
    )
    sub_number = forms.CharField(label=_("Number of the part"), required=False, max_length=12)
    text = forms.CharField(
        label=_("Boundary in words"), required=False, max_length=5_000, widget=forms.Textarea({"rows": 3})
    )
    status = forms.ChoiceField(label=_("Outline is"), choices=Zone.Status.choices)
    document = forms.CharField(label=_("Announced in"), required=False, max_length=200)
    valid_from = forms.DateField(
        label=_("In force from"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts itself."""
        cleaned = super().clean()
        shape = self.shape
        if shape is not None and shape.geom_type not in {"Polygon", "MultiPolygon"}:
            self.add_error("place_text", _("A zone is an outline: at least three positions."))
        if shape is None and not cleaned.get("text"):
            self.add_error("text", _("Give the boundary in words, or an outline."))
        if shape is not None and cleaned.get("status") == Zone.Status.NONE:
            self.add_error("status", _("There is an outline: is it official or provisional?"))
        if shape is None and cleaned.get("status") not in {None, Zone.Status.NONE} and not self.errors:
            self.add_error("place_text", drawing_sentence("empty", ""))
        if cleaned.get("status") == Zone.Status.OFFICIAL and not cleaned.get("document"):
            self.add_error("document", _("An official outline stands in a document: name it."))
        if cleaned.get("kind") == Zone.Kind.PROTECTION and cleaned.get("control_class"):
            self.add_error("control_class", _("Only construction control zones have a class."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The zone by column, without its outline."""
        names = ("kind", "control_class", "sub_number", "text", "status", "document", "valid_from")
        return {name: self.cleaned_data[name] for name in names}


class WithdrawForm(forms.Form):
    """From which day a zone holds no more, and why."""

    from_day = forms.DateField(label=_("From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    why = forms.CharField(label=_("Why?"), max_length=200)

    def clean_from_day(self) -> Any:
        """Refuse a day far away: a slip of the year."""
        day = self.cleaned_data["from_day"]
        if abs((day - timezone.localdate()).days) > MOST_DAYS:
            raise ValidationError(_("That day is more than ten years away."))
        return day


MOST_DAYS = 3_653
