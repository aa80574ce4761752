"""How an officer's decisions are checked."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """Accept, ask for more or reject a report, as seen at `version`."""

    decision = forms.ChoiceField(
        choices=[("accept", _("Accept")), ("more", _("Ask for more")), ("reject", _("Reject"))]
    )
    reason = forms.CharField(
        label=_("Reason for the volunteer"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you ask for more or reject; the volunteer reads it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class StepForm(forms.Form):
    """Move a case along its chain, or write a line in its timeline, as seen at `version`."""

    to = forms.CharField(required=False, max_length=14)
    note = forms.CharField(
        label=_("What was done, by whom"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
