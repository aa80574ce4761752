"""How what people say about badges, transfers and exchange files is checked."""

from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Organisation
from timebank.models import Partner, ServiceRecord

BADGE_LETTERS: Final = 60_000


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class BadgeForm(forms.Form):
    """A badge to be checked: pasted, or as file (the credential itself, or a picture that holds it)."""

    pasted = forms.CharField(
        label=_("The badge as text"),
        required=False,
        max_length=BADGE_LETTERS,
        widget=forms.Textarea({"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A long line that begins with eyJ."),
    )
    file = forms.FileField(
        label=_("Or the badge's file (.jwt or .svg)"),
        required=False,
        widget=forms.FileInput({"accept": ".jwt,.svg,.txt,image/svg+xml"}),
    )

    def clean(self) -> dict[str, Any]:
        """Return what was given as `text`."""
        told: dict[str, Any] = super().clean() or {}
        file = told.get("file")
        text = told.get("pasted") or ""
        if file:
            if (file.size or 0) > BADGE_LETTERS:
                self.add_error("file", ValidationError(_("This file is too large to be a badge.")))
            else:
                text = file.read().decode("utf-8", errors="replace")
        if not text and not self.errors:
            self.add_error("pasted", ValidationError(_("Paste the badge, or choose its file.")))
        return told | {"text": text}


class TransferForm(forms.Form):
    """Which records go where; the code was made on the other platform."""

    partner = forms.ModelChoiceField(label=_("To which platform"), queryset=Partner.objects.none(), empty_label=None)
    receiving_code = forms.CharField(
        label=_("Receiving code"),
        max_length=24,
        help_text=_("Sign in on the other platform, make a receiving code there, and type it here."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
    records = forms.ModelMultipleChoiceField(
        queryset=ServiceRecord.objects.none(), error_messages={"required": _("Choose at least one record.")}
    )
    consent = forms.BooleanField(
        label=_("I agree that the other platform learns my name and the records chosen: what, when, and for whom."),
        error_messages={"required": _("Without your consent nothing is handed over.")},
    )

    def __init__(
        self, *args: Any, partners: QuerySet[Partner], records: QuerySet[ServiceRecord], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        self.fields["records"].queryset = records  # type: ignore[attr-defined]


class KeyForm(forms.Form):
    """A partner's public key and how long it is good."""

    public = forms.CharField(
        label=_("Public key"),
        max_length=64,
        help_text=_(
            "Ed25519 in base64url, 43 letters: the x in the partner's /.well-known/jwks.json. Compare it by phone."
        ),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    valid_from = forms.DateField(label=_("Good from"), widget=_day())
    valid_until = forms.DateField(label=_("Good until"), widget=_day())

    def clean(self) -> dict[str, Any]:
        """Turn days into midnights, and refuse a time that runs backwards."""
        told: dict[str, Any] = super().clean() or {}
        for name in ("valid_from", "valid_until"):
            if name in told:
                told[name] = timezone.make_aware(datetime.combine(told[name], time.min))
        if "valid_from" in told and "valid_until" in told and told["valid_from"] >= told["valid_until"]:
            self.add_error("valid_until", ValidationError(_("The last day lies before the first.")))
        return told


class PartnerForm(KeyForm):
    """A platform records are exchanged with, and its first key."""

    name = forms.CharField(label=_("Name of the platform"), max_length=120)
    code = forms.SlugField(label=_("Short name"), max_length=24, help_text=_("Small letters, for the books."))
    base_url = forms.URLField(
        label=_("Address of the platform"), max_length=200, assume_scheme="https", help_text=_("Begins with https://")
    )
    field_order = ("name", "code", "base_url", "public", "valid_from", "valid_until")

    def clean_base_url(self) -> str:
        """Take the last stroke off."""
        return str(self.cleaned_data["base_url"]).rstrip("/")


class GiveFileForm(forms.Form):
    """Whose rows an exchange file holds, and how it is written."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation and its teams"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("all"),
    )
    file_format = forms.ChoiceField(label=_("Format"), choices=[("xml", "XML"), ("json", "JSON")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.order_by("code")  # type: ignore[attr-defined]


class TakeFileForm(forms.Form):
    """An exchange file of another platform."""

    file = forms.FileField(
        label=_("Exchange file (XML or JSON)"), widget=forms.FileInput({"accept": ".xml,.json,application/xml"})
    )
    adds_organisations = forms.BooleanField(
        label=_("Add organisations that are not here yet"),
        required=False,
        help_text=_("Only when nothing is wrong with the file's organisations. Hours are never credited from a file."),
    )
