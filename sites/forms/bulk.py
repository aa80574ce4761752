"""What to set on many sites at once; a field left alone leaves the sites alone."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sites.forms.edit import categories
from sites.models import Condition, Level, Site, Visibility
from sites.sentences import FIELDS

AS_CATEGORY: Final = "category"
COLUMNS: Final = {
    "level": "level_id",
    "category": "category_id",
    "condition": "condition_id",
    "open_to": "open_to",
    "is_difficult": "is_difficult",
    "visit_minutes": "visit_minutes",
    "visibility": "visibility",
    "owner": "owner",
}


class BulkForm(forms.Form):
    """The new values, and why."""

    level = forms.ChoiceField(label=FIELDS["level"], required=False)
    category = forms.ChoiceField(label=FIELDS["category"], required=False)
    condition = forms.ChoiceField(label=FIELDS["condition"], required=False)
    open_to = forms.ChoiceField(label=FIELDS["open_to"], required=False)
    is_difficult = forms.ChoiceField(label=FIELDS["is_difficult"], required=False)
    visit_minutes = forms.IntegerField(
        label=FIELDS["visit_minutes"],
        required=False,
        min_value=1,
        max_value=1_440,
        help_text=_("Empty: as it is."),
    )
    visibility = forms.ChoiceField(label=FIELDS["visibility"], required=False)
    owner = forms.CharField(label=FIELDS["owner"], required=False, max_length=120, help_text=_("Empty: as it is."))
    why = forms.CharField(label=_("Why?"), max_length=200, help_text=_("Stands in the history of every one of them."))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = ("", _("as it is"))
        choices: dict[str, list[Any]] = {
            "level": [same, *((one.code, one.label) for one in Level.objects.order_by("rank"))],
            "category": [same, *categories()],
            "condition": [same, *((one.code, one.label) for one in Condition.objects.order_by("rank"))],
            "open_to": [same, *Site.OpenTo.choices],
            "is_difficult": [same, ("yes", _("yes")), ("no", _("no"))],
            "visibility": [same, (AS_CATEGORY, _("as its category says")), *Visibility.choices],
        }
        for name, some in choices.items():
            self.fields[name].choices = some  # type: ignore[attr-defined]

    @property
    def changes(self) -> dict[str, Any]:
        """The columns to set."""
        told = {COLUMNS[name]: self.cleaned_data.get(name) for name in COLUMNS}
        found = {name: value for name, value in told.items() if value not in (None, "")}
        if "is_difficult" in found:
            found["is_difficult"] = found["is_difficult"] == "yes"
        if found.get("visibility") == AS_CATEGORY:
            found["visibility"] = ""
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse a form that would set nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.changes:
            raise ValidationError(_("Nothing is to be set. Choose at least one new value."))
        return cleaned
