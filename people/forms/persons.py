"""How what a person says of themselves is checked: profile, free time, real name, phone, consents."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from people.errors import FreeTimeWrong, IdentityNumberWrong
from people.logic import identity
from people.logic.week import DAYS, day_text, pattern, windows_of_day
from people.models import Consent, IdentityCheck, Skill, Transport, Volunteer

LANGUAGES: Final = (
    ("zh", _("Chinese")),
    ("yue", _("Cantonese")),
    ("en", _("English")),
    ("ja", _("Japanese")),
    ("ko", _("Korean")),
    ("fr", _("French")),
    ("de", _("German")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
    ("sign", _("Sign language")),
)
WEEKDAYS: Final = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")
)  # fmt: skip
DATE: Final[dict[str, Any]] = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}
TIME: Final[dict[str, Any]] = {"attrs": {"type": "time"}, "format": "%H:%M"}


class VolunteerForm(forms.Form):
    """What a volunteer can, when, from where, how far and how."""

    skills = forms.ModelMultipleChoiceField(
        Skill.objects.order_by("code"), required=False, label=_("What I can do"), widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        choices=LANGUAGES, required=False, label=_("Languages I speak"), widget=forms.CheckboxSelectMultiple
    )
    transport = forms.ChoiceField(
        choices=[("", _("not said")), *Transport.choices], required=False, label=_("How I get around")
    )
    range_km = forms.IntegerField(min_value=1, max_value=300, label=_("How far I go, in kilometres"))
    visits_per_month = forms.IntegerField(min_value=0, max_value=60, label=_("Visits a month, at most"))
    lon = forms.FloatField(min_value=-180, max_value=180, required=False, label=_("Longitude"))
    lat = forms.FloatField(min_value=-90, max_value=90, required=False, label=_("Latitude"))

    def __init__(self, *args: Any, profile: Volunteer, **kwargs: Any) -> None:
        initial = {
            "skills": profile.skills.all(),
            "languages": profile.languages,
            "transport": profile.transport,
            "range_km": profile.range_km,
            "visits_per_month": profile.visits_per_month,
            **({"lon": round(profile.home.x, 3), "lat": round(profile.home.y, 3)} if profile.home else {}),
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        for day in DAYS:
            self.fields[f"day_{day}"] = forms.CharField(
                required=False, max_length=80, label=WEEKDAYS[day], initial=day_text(profile.free_time, day)
            )

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven fields of the week."""
        return [self[f"day_{day}"] for day in DAYS]

    def clean(self) -> dict[str, Any]:
        """Read the week, and let a home have both numbers."""
        values = super().clean() or {}
        week: list[list[tuple[str, str]]] = []
        for day in DAYS:
            try:
                week.append(windows_of_day(values.get(f"day_{day}", "")))
            except ValueError:
                self.add_error(f"day_{day}", FreeTimeWrong().detail)
        values["free_time"] = pattern(week)
        lon, lat = values.get("lon"), values.get("lat")
        if (lon is None) != (lat is None):
            self.add_error("lat", _("A place has both numbers."))
        values["home"] = (lon, lat) if lon is not None and lat is not None else None
        return values


class ExceptionForm(forms.Form):
    """Days on which the week does not hold."""

    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(**DATE))
    to_on = forms.DateField(label=_("Until"), widget=forms.DateInput(**DATE))
    starts = forms.TimeField(required=False, label=_("Free from"), widget=forms.TimeInput(**TIME))
    ends = forms.TimeField(
        required=False, label=_("Free until"), widget=forms.TimeInput(**TIME), help_text=_("No hours: I am away.")
    )

    def clean(self) -> dict[str, Any]:
        """Let days and hours be in order; hours come in pairs."""
        values = super().clean() or {}
        first, last, starts, ends = (values.get(name) for name in ("from_on", "to_on", "starts", "ends"))
        if first and last and last < first:
            self.add_error("to_on", _("This day lies before the first one."))
        if (starts is None) != (ends is None) or (starts and ends and ends <= starts):
            self.add_error("ends", FreeTimeWrong().detail)
        return values


class IdentityForm(forms.Form):
    """Real name and document."""

    real_name = forms.CharField(max_length=80, label=_("Real name"))
    document = forms.ChoiceField(choices=IdentityCheck.Document.choices, label=_("Document"))
    number = forms.CharField(
        max_length=32, label=_("Number of the document"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    why = forms.CharField(max_length=200, required=False, label=_("What is corrected, and why"))
    agrees = forms.BooleanField(label=_("I agree that name and number are kept for this"))

    def clean(self) -> dict[str, Any]:
        """Let the number be one that can be right."""
        values = super().clean() or {}
        number = identity.compact(values.get("number", ""))
        if number and values.get("document") and not identity.is_possible(values["document"], number):
            self.add_error("number", IdentityNumberWrong().detail)
        return values


class TrainingForm(forms.Form):
    """A training that was given."""

    title = forms.CharField(max_length=120, label=_("Training"))
    given_by = forms.CharField(max_length=120, required=False, label=_("Given by"))
    skill = forms.ModelChoiceField(
        Skill.objects.order_by("code"), required=False, label=_("Skill it gives"), empty_label=_("none")
    )
    valid_from = forms.DateField(label=_("From"), widget=forms.DateInput(**DATE))
    valid_until = forms.DateField(required=False, label=_("Until (empty: for good)"), widget=forms.DateInput(**DATE))

    def clean(self) -> dict[str, Any]:
        """Let it end after it begins."""
        values = super().clean() or {}
        first, last = values.get("valid_from"), values.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("This day lies before the first one."))
        return values


class ConsentForm(forms.Form):
    """One purpose, yes or no."""

    purpose = forms.ChoiceField(choices=Consent.Purpose.choices)
    is_given = forms.BooleanField(required=False)


class PhoneForm(forms.Form):
    """Where the code goes."""

    phone = forms.CharField(
        max_length=24,
        label=_("Phone number"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )


class CodeForm(forms.Form):
    """The code, and what to call a new person."""

    phone = forms.CharField(max_length=24, widget=forms.HiddenInput)
    code = forms.CharField(
        max_length=8,
        label=_("Code from the text message"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    name = forms.CharField(max_length=80, required=False, label=_("Your name (when you are new here)"))


class WhyForm(forms.Form):
    """A reason in a few words."""

    why = forms.CharField(max_length=200, label=_("Reason"))


class ErasureForm(forms.Form):
    """That it is meant."""

    is_meant = forms.BooleanField(label=_("I understand that this cannot be undone after that day"))
