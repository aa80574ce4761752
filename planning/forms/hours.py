"""Input of the page about opening hours."""

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

CLOCK = {"type": "time"}


class HoursForm(forms.Form):
    """From when until when a site is open, for each weekday."""

    def __init__(self, data: Any = None, *, known: dict[int, tuple[time, time]]) -> None:
        super().__init__(data)
        for day, name in WEEKDAYS.items():
            opens, closes = known.get(day, (None, None))
            for part, label, initial in (("opens", _("opens"), opens), ("closes", _("closes"), closes)):
                self.fields[f"{part}_{day}"] = forms.TimeField(
                    label=f"{name} · {label}",
                    required=False,
                    initial=initial,
                    widget=forms.TimeInput(CLOCK, format="%H:%M"),
                )

    def clean(self) -> dict[str, Any]:
        """Refuse half a day and one that ends before it begins."""
        told = super().clean() or {}
        for day in WEEKDAYS:
            opens, closes = told.get(f"opens_{day}"), told.get(f"closes_{day}")
            if (opens is None) != (closes is None) and f"opens_{day}" in told and f"closes_{day}" in told:
                self.add_error(f"closes_{day}", _("Write both times, or none."))
            elif opens is not None and closes is not None and closes <= opens:
                self.add_error(f"closes_{day}", _("It must close after it opens."))
        return told

    def pairs(self) -> list[tuple[Any, Any]]:
        """Return the two fields of each day, for the page."""
        return [(self[f"opens_{day}"], self[f"closes_{day}"]) for day in WEEKDAYS]

    def chosen(self) -> dict[int, tuple[time, time]]:
        """Return the hours by weekday."""
        told = self.cleaned_data
        return {day: (told[f"opens_{day}"], told[f"closes_{day}"]) for day in WEEKDAYS if told[f"opens_{day}"]}
