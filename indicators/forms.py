"""How the board is asked: whose numbers, and of which month."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class BoardForm(forms.Form):
    """A choice that is none of the reader's counts as none."""

    # "" is everywhere, and a choice like any other.
    use_required_attribute = False
    of = forms.ChoiceField(label=_("Whose numbers"))
    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, data: Any, *, whose: list[tuple[str, str]], months: list[date]) -> None:
        super().__init__(data)
        told = [(f"{one:%Y-%m}", f"{one:%Y-%m}") for one in months]
        for name, choices in (("of", whose), ("month", told)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
            field.choices = choices
            field.widget.attrs["data-submit"] = ""
