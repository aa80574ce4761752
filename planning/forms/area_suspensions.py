"""Input of the page about suspended areas."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.forms.coverage import SuspensionForm
from planning.forms.visit_rules import EVERYWHERE
from planning.models import AreaSuspension
from planning.queries.jurisdictions import Jurisdiction
from sites.models import Level


class AreaSuspensionForm(SuspensionForm):
    """Where, of which level, from when until when no visits are wanted, and why."""

    area = forms.ChoiceField(label=_("Area"))
    level = forms.ChoiceField(label=_("Protection level"), required=False)

    field_order = ("area", "level", "from_on", "to_on", "reason")

    def __init__(self, data: Any = None, *, areas: Iterable[Jurisdiction], today: date) -> None:
        super().__init__(data, today=today)
        self._offer("area", [(one.code or EVERYWHERE, one.name) for one in areas])
        self._offer("level", [("", _("all")), *((one.code, one.label) for one in Level.objects.order_by("rank"))])
        self.fields["reason"].help_text = _(
            "Storm, landslide, epidemic, closed for an exhibition: whoever was to go there reads it."
        )

    def told(self) -> dict[str, Any]:
        """Return what is asked for, as the action takes it."""
        area = self.cleaned_data["area"]
        return {**self.cleaned_data, "area": "" if area == EVERYWHERE else area}

    def suspension(self) -> AreaSuspension:
        """Return the suspension, not yet kept."""
        return AreaSuspension(**self.told())

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = choices
