"""Which day of the register is asked for."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.queries.as_of import FATES


class AsOfForm(forms.Form):
    """A day up to today, and which of its sites to list; today where none is given."""

    on = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    show = forms.ChoiceField(required=False, choices=[("", ""), *((fate, fate) for fate in FATES)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_on(self) -> date:
        """Refuse the future."""
        day: date = self.cleaned_data["on"] or timezone.localdate()
        if day > timezone.localdate():
            raise ValidationError(_("That day is still to come."))
        if day.year < EARLIEST_YEAR:
            raise ValidationError(_("The register is not that old."))
        return day


EARLIEST_YEAR = 1950
