"""Into which unit one is merged, and where that is announced."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.models import ProtectedUnit
from sites.sentences import FIELDS


class MergeForm(forms.Form):
    """A merge as it was announced."""

    into = forms.CharField(label=_("Into the unit with the code"), max_length=40)
    announced_on = forms.DateField(label=_("Announced on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    source = forms.CharField(label=_("Announced in"), max_length=200)

    def __init__(self, *args: Any, unit: ProtectedUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unit = unit

    def clean_into(self) -> ProtectedUnit:
        """Find the unit."""
        found = ProtectedUnit.objects.filter(code__iexact=self.cleaned_data["into"].strip()).first()
        if found is None:
            raise ValidationError(_("There is no protected unit with this code."))
        if found.pk == self._unit.pk or found.merged_into_id:
            raise ValidationError(_("Choose another unit that was not merged away itself."))
        return found

    def clean_announced_on(self) -> Any:
        """Refuse the future."""
        day = self.cleaned_data["announced_on"]
        if day > timezone.localdate():
            raise ValidationError(_("That day is still to come."))
        return day


class UnitSearch(forms.Form):
    """Search by name or code."""

    q = forms.CharField(label=FIELDS["unit_name"], required=False, max_length=80, widget=forms.SearchInput)
