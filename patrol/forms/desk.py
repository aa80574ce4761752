"""How what officers and volunteers write about a decision is checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from patrol.models import Appeal, ReasonTemplate

LONGEST = 1000


class InboxForm(forms.Form):
    """The filters of the inbox; what makes no sense is left out."""

    district = forms.CharField(required=False)
    severity_from = forms.IntegerField(required=False, min_value=0, max_value=4)
    evidence = forms.ChoiceField(required=False, choices=[(one, one) for one in ("weak", "clean", "unscored")])
    late = forms.BooleanField(required=False)
    q = forms.CharField(required=False, max_length=80)


class SecondLookForm(forms.Form):
    """The answer to a spot check, or an acceptance taken back, as seen at `version`."""

    answer = forms.ChoiceField(choices=[("stands", _("It stands")), ("overturn", _("Take the acceptance back"))])
    reason = forms.CharField(
        label=_("Reason for the volunteer"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you take the acceptance back; the volunteer reads it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the volunteer needs one."""
        values = super().clean() or self.cleaned_data
        if values.get("answer") == "overturn" and not values.get("reason"):
            self.add_error("reason", gettext("Say why, so that the volunteer knows what to do."))
        return values


class AppealForm(forms.Form):
    """A volunteer's appeal."""

    text = forms.CharField(
        label=_("Why is the decision wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say what the officer could not know or did not see. You can appeal once."),
        error_messages={"required": _("Say why you think that the decision is wrong.")},
    )


class AnswerForm(forms.Form):
    """An officer's answer to an appeal."""

    outcome = forms.ChoiceField(choices=[choice for choice in Appeal.Outcome.choices if choice[0]])
    reply = forms.CharField(
        label=_("Answer to the volunteer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The volunteer reads it."),
        error_messages={"required": _("Say why, so that the volunteer knows what to do.")},
    )


class ReasonForm(forms.Form):
    """A reason officers often give, in both languages."""

    decision = forms.ChoiceField(label=_("Offered for"), choices=ReasonTemplate.Decision.choices)
    label_zh = forms.CharField(label=_("Short name in Chinese"), max_length=40)
    text_zh = forms.CharField(label=_("Sentence in Chinese"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    label_en = forms.CharField(label=_("Short name in English"), max_length=60, required=False)
    text_en = forms.CharField(label=_("Sentence in English"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
