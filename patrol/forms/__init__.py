"""How an officer's decisions are checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from patrol.models import Case


class QueueFileForm(forms.Form):
    """A volunteer's queue, exported from the phone."""

    file = forms.FileField(
        label=_("Queue file"),
        help_text=_("The volunteer exports it on the phone: Queue, then Save as file."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty.")},
    )


class DecisionForm(forms.Form):
    """Accept, ask for more or reject a report, as seen at `version`."""

    decision = forms.ChoiceField(
        choices=[("accept", _("Accept")), ("more", _("Ask for more")), ("reject", _("Reject"))],
        error_messages={
            "required": _("Choose what to do with the report."),
            "invalid_choice": _("Choose what to do with the report."),
        },
    )
    reason = forms.CharField(
        label=_("Reason for the volunteer"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you ask for more or reject; the volunteer reads it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the volunteer needs one."""
        values = super().clean() or self.cleaned_data
        if values.get("decision") in ("more", "reject") and not values.get("reason"):
            self.add_error("reason", gettext("Say why, so that the volunteer knows what to do."))
        return values


class StepForm(forms.Form):
    """Move a case along its chain, or write a line in its timeline, as seen at `version`."""

    to = forms.ChoiceField(required=False, choices=Case.State.choices)
    note = forms.CharField(
        label=_("What was done, by whom"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for words where words are all that is added."""
        values = super().clean() or self.cleaned_data
        if not values.get("to") and "to" not in self.errors and not values.get("note"):
            self.add_error("note", gettext("Write what was done."))
        return values


class CollectTokenForm(forms.Form):
    """A key for a phone's Collect: which phone."""

    label = forms.CharField(
        label=_("Which phone is it?"),
        max_length=60,
        help_text=_("So that you can take its code back when the phone is lost, for example: my Pixel."),
    )


class WorkbookForm(forms.Form):
    """An XLSForm with a campaign's questions."""

    workbook = forms.FileField(
        label=_("XLSForm (.xlsx, .xls or .csv)"),
        help_text=_("Sheets survey, choices and settings, as described on xlsform.org. At most 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
