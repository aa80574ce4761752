"""The pages about coverage, beside each other."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Tab:
    """One page among them."""

    label: str
    url: str
    is_current: bool


def coverage_tabs(current: str) -> list[Tab]:
    """Return the tabs; `current` is the name of the page's address."""
    pages = {
        "planning:coverage": _("Visits"),
        "planning:extents": _("Walls and areas"),
        "planning:reach": _("Reach and groups"),
        "planning:forecast": _("Forecast"),
        "planning:visit_rules": _("Visit rules"),
        "planning:area_suspensions": _("Suspended areas"),
        "planning:compliance": _("Compliance"),
        "planning:statements": _("Statements"),
    }
    return [Tab(label, reverse(name), name == current) for name, label in pages.items()]
