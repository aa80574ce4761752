"""How what people say about certificates is checked."""

from io import BytesIO
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from stdnum.cn import ric

from timebank.models import Certificate, Issuer

SEAL_KB: Final = 300
SEAL_PX: Final = 1_200
KEPT_PX: Final = 480
BADGE_LETTERS: Final = 60_000


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class AskForm(forms.Form):
    """For which time, and by which document the person is known."""

    first_on = forms.DateField(label=_("From (empty: from the beginning)"), required=False, widget=_day())
    last_on = forms.DateField(label=_("To (empty: until today)"), required=False, widget=_day())
    document = forms.ChoiceField(label=_("Document on the certificate"), choices=Certificate.Document, required=False)
    document_number = forms.CharField(
        label=_("Number of the document"),
        required=False,
        max_length=32,
        help_text=_("Only its first three and last two places are kept."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_document_number(self) -> str:
        """Take blanks out, and fold letters."""
        return "".join(str(self.cleaned_data["document_number"]).split()).upper()

    def clean(self) -> dict[str, Any]:
        """Refuse a time that runs backwards, a document without its number, and a number nobody can have."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("first_on") and told.get("last_on") and told["first_on"] > told["last_on"]:
            self.add_error("last_on", ValidationError(_("The last day lies before the first.")))
        document, number = told.get("document", ""), told.get("document_number", "")
        if document and not number:
            self.add_error("document_number", ValidationError(_("Give the number, or choose no document.")))
        if document == Certificate.Document.ID_CARD and number and not ric.is_valid(number):
            self.add_error("document_number", ValidationError(_("This is no valid identity number: check each digit.")))
        return told


class DocumentForm(forms.Form):
    """The number to be printed in full; it is not kept."""

    document_number = forms.CharField(
        label=_("Number of the document"),
        required=False,
        max_length=32,
        help_text=_("Printed in full on this paper and kept nowhere. Empty: the middle stays hidden."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_document_number(self) -> str:
        """Take blanks out, and fold letters."""
        return "".join(str(self.cleaned_data["document_number"]).split()).upper()


class ReasonForm(forms.Form):
    """An objection, an answer, or why a certificate ends."""

    text = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput)


class IssuerForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who answers for an organisation's certificates."""

    seal_file = forms.FileField(
        label=_("Picture of the seal (PNG)"),
        required=False,
        help_text=_("With a transparent ground. Leave empty to keep the present one."),
        widget=forms.ClearableFileInput({"accept": "image/png"}),
    )

    class Meta:
        """What stands on the paper."""

        model = Issuer
        fields: ClassVar[list[str]] = ["name", "person_in_charge", "handler", "contact"]

    def clean_seal_file(self) -> bytes | None:
        """Return the picture anew as PNG without anything beside it, or nothing."""
        file = self.cleaned_data["seal_file"]
        return _seal(file) if file else None


def _seal(file: Any) -> bytes:
    refusal = _("This picture cannot be used as a seal. Give a PNG of at most {limit_kb} kB and {side} pixels a side.")
    sentence = refusal.format(limit_kb=SEAL_KB, side=SEAL_PX)
    if (file.size or 0) > SEAL_KB * 1024:
        raise ValidationError(sentence)
    out = BytesIO()
    try:
        with Image.open(BytesIO(file.read()), formats=["PNG"]) as picture:
            if max(picture.size) > SEAL_PX:
                raise ValidationError(sentence)
            kept = picture.convert("RGBA")
            kept.thumbnail((KEPT_PX, KEPT_PX))
            kept.save(out, "PNG")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(sentence) from error
    return out.getvalue()
