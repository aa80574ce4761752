"""How a compliance view and a statement are asked for."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_PERIOD: Final = timedelta(days=3 * 366)


class ComplianceForm(forms.Form):
    """Of which area, which period, as known at the end of which day; a value that is no choice counts as none."""

    area = forms.ChoiceField(label=_("Jurisdiction"), required=False)
    period = forms.ChoiceField(label=_("Period"), required=False)
    from_on = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    to_on = forms.DateField(
        label=_("Until (included)"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    as_of = forms.DateField(
        label=_("As known on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any, *, areas: list[tuple[str, str]], periods: list[tuple[str, str]], today: date) -> None:
        super().__init__(data)
        for name, choices in (("area", areas), ("period", [*periods, ("days", _("other days"))])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
            field.choices = choices
        self.fields["as_of"].widget.attrs["max"] = today.isoformat()

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards or over more than three years."""
        told = super().clean() or {}
        first, last = told.get("from_on"), told.get("to_on")
        if first and last and not first <= last <= first + LONGEST_PERIOD:
            self.add_error("to_on", _("The last day lies after the first, at most three years."))
        return told


class HandInForm(forms.Form):
    """What is handed in: area, first and last day, as known on a day (none: now)."""

    area = forms.CharField(required=False, max_length=12)
    from_on = forms.DateField()
    to_on = forms.DateField()
    as_of = forms.DateField(required=False)


class CorrectionForm(forms.Form):
    """Why a statement is corrected."""

    correction = forms.CharField(
        label=_("What does the correction change, and why?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is printed on the new statement. The former stays, and its page says that it was corrected."),
    )
