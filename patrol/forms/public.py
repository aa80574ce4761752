"""How a citizen's report, an officer's decision about it, a hotline's key and a webhook are checked."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from core.logic.position_text import UnreadablePosition, parse_position
from patrol.logic.public_report import LONGEST_TEXT, MOST_PHOTOS, Contact, Told
from patrol.models import EventKind, FindingKind, PublicReport, Severity
from people.models import Organisation


class ManyFiles(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to four photos."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as a list."""
        listed = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(listed) > MOST_PHOTOS:
            raise ValidationError(gettext("At most {most} photos. Leave some out.").format(most=MOST_PHOTOS))
        return [super(PhotosField, self).clean(one, initial) for one in listed]


class PublicReportForm(forms.Form):
    """What a citizen tells: photos, place, words, and if they like how they may be reached."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    started = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    # Nobody sees it; programs that fill in whatever they find fill it in.
    website = forms.CharField(
        required=False, max_length=300, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
    )
    photos = PhotosField(
        label=_("Photos"),
        required=False,
        help_text=_("Up to four: one from near, one from afar. JPEG, PNG, WebP or HEIC."),
        widget=ManyFiles({"accept": "image/*", "multiple": True}),
    )
    position = forms.CharField(
        label=_("Where is it?"),
        required=False,
        max_length=120,
        help_text=_("Tap the map, use your position, or write 116.3894, 39.9407."),
        widget=forms.TextInput({"data-position": "", "autocomplete": "off", "inputmode": "text"}),
    )
    accuracy_m = forms.FloatField(
        required=False, min_value=0, max_value=100_000, widget=forms.HiddenInput({"data-accuracy": ""})
    )
    site = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    address = forms.CharField(
        label=_("How is it found?"),
        required=False,
        max_length=300,
        help_text=_("For example: north wall, behind the stele, 50 m east of the gate."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    kind = forms.ModelChoiceField(
        label=_("What kind is it?"), queryset=FindingKind.objects.none(), empty_label=_("Choose the nearest")
    )
    text = forms.CharField(
        label=_("What did you see?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What is damaged, since when, who is doing it. Do not put yourself in danger."),
    )
    is_urgent = forms.BooleanField(
        label=_("It is happening now, or something may fall"),
        required=False,
        help_text=_("In danger call 110 or 119 first: nobody reads this at night."),
    )
    name = forms.CharField(
        label=_("Your name"), required=False, max_length=80, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = FindingKind.objects.filter(parent=None).order_by("rank")
        self.fields["kind"].queryset = groups  # type: ignore[attr-defined]
        self.fields["kind"].to_field_name = "code"  # type: ignore[attr-defined]

    def clean_position(self) -> tuple[float, float] | None:
        """Turn the place into longitude and latitude (WGS-84)."""
        text = self.cleaned_data["position"].strip()
        if not text:
            return None
        try:
            return parse_position(text)
        except UnreadablePosition:
            raise ValidationError(
                gettext("This place cannot be read. Tap the map, or write two numbers as 116.3894, 39.9407.")
            ) from None

    def clean(self) -> dict[str, Any]:
        """Ask for a place where neither a site nor a point says it."""
        values = super().clean() or self.cleaned_data
        if "position" in values and not values["position"] and not values.get("site"):
            self.add_error("position", gettext("Say where it is: tap the map, or use your position."))
        return values

    def told(self, language: str) -> Told:
        """Return what was told."""
        said = self.cleaned_data
        longitude, latitude = said["position"] or (None, None)
        return Told(
            id=said["id"] or new_id(),
            text=said["text"].strip(),
            kind=said["kind"].code,
            longitude=longitude,
            latitude=latitude,
            accuracy_m=said["accuracy_m"] if longitude is not None else None,
            site=said["site"],
            address=said["address"].strip(),
            is_urgent=said["is_urgent"],
            language=language,
            contact=Contact(said["name"].strip(), said["phone"].strip(), said["email"].strip()),
        )


class ModerationForm(forms.Form):
    """Open a case, add to one, refuse, or put aside as spam, as seen at `version`."""

    decision = forms.ChoiceField(
        choices=[(one, one) for one in ("open_case", "add_to_case", "refuse", "spam")],
        error_messages={"required": _("Choose what to do."), "invalid_choice": _("Choose what to do.")},
    )
    site = forms.UUIDField(required=False)
    case = forms.UUIDField(required=False)
    kind = forms.ModelChoiceField(
        label=_("Kind of damage"), queryset=FindingKind.objects.none(), required=False, empty_label=None
    )
    severity = forms.ModelChoiceField(
        label=_("Severity"), queryset=Severity.objects.none(), required=False, empty_label=None
    )
    reason = forms.ChoiceField(
        label=_("Reason for the citizen"),
        required=False,
        choices=[("", _("Choose a reason")), *PublicReport.Reason.choices],
    )
    answer = forms.CharField(
        label=_("More words for the citizen"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Do not write where a hidden site lies: the citizen reads it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = FindingKind.objects.order_by("rank")  # type: ignore[attr-defined]
        self.fields["severity"].queryset = Severity.objects.order_by("degree")  # type: ignore[attr-defined]

    @property
    def site_id(self) -> UUID | None:
        """The chosen site."""
        return self.cleaned_data.get("site")


class AreaForm(forms.Form):
    """A name and one of the officer's areas."""

    label = forms.CharField(label=_("Name"), max_length=80)
    area = forms.ChoiceField(label=_("Area"))

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


class HotlineForm(AreaForm):
    """A key for a city hotline."""


class WebhookForm(AreaForm):
    """A subscription."""

    url = forms.URLField(
        label=_("Address to call"), max_length=500, assume_scheme="https", help_text=_("Begins with https://")
    )
    organisation = forms.ModelChoiceField(
        label=_("For an organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("no: for the authority itself"),
        help_text=_("An organisation is told of its own people's reports only, and places as the public sees them."),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(one.value, one.label) for one in EventKind if one != EventKind.TEST],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
