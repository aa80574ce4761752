"""How good causes and the people of sponsors are written."""

from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.logic.codes import phone_of
from timebank.models import CharityPool, Sponsor

# As people write numbers of offices: digits, country code, extension.
PHONE: Final = r"^\+?[0-9()\-\s]{5,24}(?:[转x#][0-9]{1,6})?$"


class CauseForm(forms.ModelForm):  # type: ignore[type-arg]
    """What points may be given to, and why."""

    class Meta:
        """In both languages; the Chinese is needed."""

        model = CharityPool
        fields: ClassVar[list[str]] = ["label_zh", "label_en", "story_zh", "story_en", "sponsor", "aim"]
        labels: ClassVar[dict[str, Any]] = {
            "label_zh": _("Name in Chinese"),
            "label_en": _("Name in English"),
            "story_zh": _("Its story, in Chinese"),
            "story_en": _("Its story, in English"),
            "sponsor": _("Who makes something of the points"),
            "aim": _("Points aimed at (0: no aim)"),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "story_zh": forms.Textarea({"rows": 4}),
            "story_en": forms.Textarea({"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sponsor = self.fields["sponsor"]
        assert isinstance(sponsor, forms.ModelChoiceField)  # noqa: S101 - declared above
        sponsor.queryset = Sponsor.objects.order_by("code")
        sponsor.empty_label = str(_("nobody: the points say thank you"))
        self.fields["aim"] = forms.IntegerField(
            label=self.fields["aim"].label, min_value=0, max_value=1_000_000_000, initial=0
        )


class OutcomeForm(forms.Form):
    """What became of it, for those who gave."""

    outcome_zh = forms.CharField(
        label=_("What became of it, in Chinese"), max_length=2000, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    outcome_en = forms.CharField(
        label=_("What became of it, in English"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )


class ContactForm(forms.Form):
    """Whom one calls, and how."""

    name = forms.CharField(label=_("Name of the person"), max_length=80)
    duty = forms.CharField(label=_("What they do there"), max_length=60, required=False)
    phone = forms.RegexField(
        PHONE, label=_("Telephone"), required=False, widget=forms.TextInput({"type": "tel", "autocomplete": "off"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "off"}))

    def clean_phone(self) -> str:
        """Write a mobile number as accounts have it, so that it is found when its owner is erased."""
        said = str(self.cleaned_data["phone"])
        return phone_of(said) or said

    def clean(self) -> dict[str, Any]:
        """Ask for one way at least."""
        told: dict[str, Any] = super().clean() or {}
        if not told.get("phone") and not told.get("email") and not self.errors:
            self.add_error("phone", ValidationError(_("Give a telephone number or an e-mail address.")))
        return told
