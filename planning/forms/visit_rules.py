"""Input of the page about visit rules."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.logic.duty import KEY_SECTION
from planning.models import VisitRule
from planning.queries.jurisdictions import Jurisdiction
from planning.queries.visit_rules import DAYS_A_MONTH
from sites.models import Category, Condition, Level

Scope = VisitRule.Scope
DAYS, MONTHS = "days", "months"
# An empty choice would be none.
EVERYWHERE: Final = "all"
LEAP_YEAR: Final = 2024
MOST: Final = {DAYS: 1000, MONTHS: 36}


class VisitRuleForm(forms.Form):
    """A new rule: what it looks at, how often, where, in which season, since when, and where that is written."""

    scope = forms.ChoiceField(label=_("The rule looks at"), choices=Scope.choices)
    level = forms.ChoiceField(label=_("Protection level"), required=False)
    condition = forms.ChoiceField(label=_("Condition"), required=False)
    is_key = forms.BooleanField(label=_("Only lines with a key section"), required=False)
    every = forms.IntegerField(label=_("A visit at least every"), min_value=1)
    unit = forms.ChoiceField(label=_("Unit"), choices=[(DAYS, _("days")), (MONTHS, _("calendar months"))])
    area = forms.ChoiceField(label=_("Area"))
    category = forms.ChoiceField(label=_("Category"), required=False)
    season_from = forms.CharField(label=_("Each year from"), required=False, max_length=5)
    season_to = forms.CharField(label=_("to (included)"), required=False, max_length=5)
    valid_from = forms.DateField(label=_("Holds from"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    valid_to = forms.DateField(
        label=_("to (included)"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(
        label=_("Source or reason"),
        max_length=200,
        help_text=_("The document that asks for it, or why: others read it."),
    )

    def __init__(self, data: Any = None, *, areas: Iterable[Jurisdiction], today: date) -> None:
        super().__init__(data, initial={"valid_from": today, "unit": DAYS, "every": 30})
        everything = [("", _("all"))]
        self._offer("area", [(one.code or EVERYWHERE, one.name) for one in areas])
        self._offer("level", everything + [(one.code, one.label) for one in Level.objects.order_by("rank")])
        self._offer("condition", everything + [(one.code, one.label) for one in Condition.objects.order_by("rank")])
        categories = Category.objects.filter(parent=None).order_by("code")
        self._offer("category", everything + [(one.code, one.label) for one in categories])
        for name in ("season_from", "season_to"):
            self.fields[name].widget.attrs |= {"placeholder": "06-01", "inputmode": "numeric"}
        for name in ("valid_from", "valid_to"):
            self.fields[name].widget.attrs["min"] = today.isoformat()

    def clean_season_from(self) -> int:
        """Read the first day."""
        return _day_of_year(self.cleaned_data["season_from"])

    def clean_season_to(self) -> int:
        """Read the last day."""
        return _day_of_year(self.cleaned_data["season_to"])

    def clean(self) -> dict[str, Any]:
        """Refuse half a season, a rule that looks at nothing, and intervals beyond reason."""
        told = super().clean() or {}
        if (
            bool(told.get("season_from")) != bool(told.get("season_to"))
            and "season_from" in told
            and "season_to" in told
        ):
            self.add_error("season_to", _("Write both days of the season, or none."))
        for scope in (Scope.LEVEL, Scope.CONDITION):
            if told.get("scope") == scope and not told.get(scope.value):
                self.add_error(scope.value, _("Choose which."))
        if told.get("every", 0) > MOST.get(told.get("unit", ""), 0):
            self.add_error("every", _("At most 1,000 days or 36 months."))
        return told

    def rule(self) -> VisitRule:
        """Return the rule, not yet kept; a level or condition that is not looked at narrows it."""
        told = self.cleaned_data
        scope, is_months = Scope(told["scope"]), told["unit"] == MONTHS
        looked_at = {Scope.LEVEL: told["level"], Scope.CONDITION: told["condition"]}
        return VisitRule(
            scope=scope,
            value=KEY_SECTION if scope == Scope.SECTION and told["is_key"] else looked_at.get(scope, ""),
            interval_days=told["every"] * (DAYS_A_MONTH if is_months else 1),
            interval_months=told["every"] if is_months else 0,
            district_prefix="" if told["area"] == EVERYWHERE else told["area"],
            category=told["category"],
            level="" if scope == Scope.LEVEL else told["level"],
            condition="" if scope == Scope.CONDITION else told["condition"],
            season_from=told["season_from"],
            season_to=told["season_to"],
            valid_from=told["valid_from"],
            valid_to=told["valid_to"],
            source=told["source"],
        )

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = choices


class EndRuleForm(forms.Form):
    """The last day on which a rule holds."""

    last_on = forms.DateField()


def _day_of_year(text: str) -> int:
    if not text:
        return 0
    try:
        month, day = (int(part) for part in text.split("-"))
        return date(LEAP_YEAR, month, day).month * 100 + day
    except ValueError as error:
        raise forms.ValidationError(_("Write month and day, like 06-01.")) from error
