"""How a person's own corrections are checked, and what an organisation records of their safety."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from people.errors import QuietHoursEmpty
from people.models import Channel, Consent, Delivery, NoticeSettings, SafetyRecord, Subject, User
from people.queries.wishes import Wishes

# Alarms are no matter of choice.
CHOSEN_SUBJECTS: Final = tuple(one for one in Subject if one != Subject.ALARM)


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
    purposes = forms.MultipleChoiceField(
        choices=Consent.Purpose.choices,
        required=False,
        label=_("The guardian also agrees to"),
        widget=forms.CheckboxSelectMultiple,
    )
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


class NoticeSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Language, quiet hours, digest, and a box for every subject and channel that the person can be told by."""

    class Meta:
        """What a person decides about messages."""

        model = NoticeSettings
        fields = ("language", "digest", "is_quiet_at_night", "quiet_from", "quiet_until")
        labels: ClassVar[dict[str, Any]] = {
            "language": _("Language of messages"),
            "digest": _("Mails come"),
            "is_quiet_at_night": _("Keep quiet at night"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "is_quiet_at_night": _("What comes then is sent in the morning. Alarms always come at once."),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, wishes: Wishes, channels: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channels = channels
        for subject in CHOSEN_SUBJECTS:
            for channel in channels:
                self.fields[f"{subject}-{channel}"] = forms.BooleanField(
                    required=False, label=Channel(channel).label, initial=wishes.wants(subject, channel)
                )

    def clean(self) -> dict[str, Any]:
        """Let quiet end some time after it begins."""
        values = super().clean() or {}
        if values.get("quiet_from") is not None and values.get("quiet_from") == values.get("quiet_until"):
            self.add_error("quiet_until", QuietHoursEmpty().detail)
        return values

    @property
    def rows(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The subjects with their boxes: (value, label, fields)."""
        return [
            (one.value, str(one.label), [self[f"{one}-{channel}"] for channel in self.channels])
            for one in CHOSEN_SUBJECTS
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What is kept in the settings."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def chosen(self) -> dict[tuple[str, str], bool]:
        """What was chosen, by subject and channel."""
        return {(s, c): self.cleaned_data[f"{s}-{c}"] for s in CHOSEN_SUBJECTS for c in self.channels}


class PushDeviceForm(forms.Form):
    """What a browser says about where it is reached."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)


class RetryForm(forms.Form):
    """The failed messages that are to be sent again."""

    delivery = forms.ModelMultipleChoiceField(Delivery.objects.filter(state=Delivery.State.FAILED))
