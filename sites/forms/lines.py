"""A survey of a line, and where it is cut into sections."""

import re
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.forms.edit import PlaceFields
from sites.models import Section
from sites.sentences import drawing_sentence

_TOWER: Final = re.compile(r"(?P<code>\S.{0,39}?)[\s,，]+(?P<measure>\d+(\.\d+)?)\s*(m|米)?")
_BETWEEN: Final = re.compile(r"[\s,，;；]+")
LONGEST_STEP_M: Final = 100_000


class SurveyForm(PlaceFields):
    """A line as surveyed: drawn or typed, with its source and its towers."""

    surveyed_on = forms.DateField(
        label=_("Surveyed on"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Who surveyed it, and which document says so.")
    )
    towers = forms.CharField(
        label=_("Towers and posts, one a line"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text=_(
            "Number and metres from the start: “56 1320.5”. Towers of the same number carry old sections over."
        ),
    )

    def clean_towers(self) -> dict[str, float]:
        """Read the towers, one a line."""
        found: dict[str, float] = {}
        for number, line in enumerate(filter(None, map(str.strip, self.cleaned_data["towers"].splitlines())), 1):
            tower = _TOWER.fullmatch(line)
            if tower is None or tower["code"] in found:
                raise ValidationError(
                    _("Line %(number)s is no new tower: write its number and its metres."), params={"number": number}
                )
            found[tower["code"]] = float(tower["measure"])
        return found

    def clean_surveyed_on(self) -> Any:
        """Refuse the future."""
        day = self.cleaned_data["surveyed_on"]
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("That day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for one line."""
        cleaned = super().clean()
        if self.shape is None and not {"geometry", "place_text"} & set(self.errors):
            self.add_error("geometry", drawing_sentence("empty", ""))
        if self.shape is not None and self.shape.geom_type != "LineString":
            self.add_error("geometry", _("A survey is one line from its start to its end."))
        return cleaned


class CutForm(forms.Form):
    """Where a line is cut: at measures, or into equal parts of about so many metres."""

    cuts = forms.CharField(
        label=_("Cut at (metres from the start)"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 2, "data-cuts": "", "spellcheck": "false"}),
        help_text=_("Click on the line, or write 500, 1020.5, 1600."),
    )
    every_m = forms.IntegerField(
        label=_("Or about every so many metres"), required=False, min_value=10, max_value=LONGEST_STEP_M
    )

    def clean_cuts(self) -> list[float]:
        """Read the measures."""
        words = filter(None, _BETWEEN.split(self.cleaned_data["cuts"].strip()))
        try:
            return sorted({float(word) for word in words})
        except ValueError as error:
            raise ValidationError(_("Write metres, with commas between them.")) from error

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(cleaned["cuts"]) == bool(cleaned["every_m"]):
            raise ValidationError(_("Give the measures, or a length: one of both."))
        return cleaned

    def measures(self, length_m: float) -> list[float]:
        """Return the measures for a line of that length."""
        if self.cleaned_data["cuts"]:
            cuts: list[float] = self.cleaned_data["cuts"]
            return cuts
        parts = max(1, round(length_m / self.cleaned_data["every_m"]))
        return [length_m * part / parts for part in range(1, parts)]


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A section's name, and whether it is a key one."""

    class Meta:
        """What may be said of a section; its course is its survey's."""

        model = Section
        fields: ClassVar[list[str]] = ["name", "is_key"]
