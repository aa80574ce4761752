"""How a person's own corrections are checked, and what an organisation records of their safety."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import SafetyRecord, User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """The name shown to others, and a phone number."""

    class Meta:
        """What a person may change about themselves."""

        model = User
        fields: ClassVar[list[str]] = ["name", "phone"]


class ValidForm(forms.Form):
    """Something that holds from a day to a day."""

    valid_from = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    valid_until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """Let it end after it begins."""
        values = super().clean() or {}
        first, last = values.get("valid_from"), values.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("This day lies before the first one."))
        return values

    @property
    def valid(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.cleaned_data["valid_from"], self.cleaned_data["valid_until"]


class InsuranceForm(ValidForm):
    """An accident insurance."""

    insurer = forms.CharField(label=_("Insurer"), max_length=120)
    policy_number = forms.CharField(label=_("Policy number"), max_length=60)
    field_order = ("insurer", "policy_number")


class GuardianConsentForm(ValidForm):
    """A guardian's written consent."""

    guardian_name = forms.CharField(label=_("Guardian's name"), max_length=80)
    guardian_phone = forms.CharField(label=_("Guardian's phone"), max_length=32)
    field_order = ("guardian_name", "guardian_phone")


class SafetyRecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """Day of birth, and whom to call."""

    class Meta:
        """Nothing more is asked."""

        model = SafetyRecord
        fields = ("born_on", "emergency_name", "emergency_phone")
        labels: ClassVar[dict[str, Any]] = {
            "born_on": _("Day of birth"),
            "emergency_name": _("Whom to call in an emergency"),
            "emergency_phone": _("Their phone"),
        }
        widgets: ClassVar[dict[str, Any]] = {"born_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
