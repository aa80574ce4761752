"""Words, icons and order of the scales every page and map shares: visit status, severity, priority, evidence."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise


@dataclass(frozen=True)
class Mark:
    """One step of a scale: its key, its translated word and the icon whose shape tells it without colour."""

    key: str
    label: Text
    icon: str


STATUSES: dict[str, Mark] = {
    mark.key: mark
    for mark in (
        # With its context, for pages of the account library say "Current" of a session.
        Mark("current", pgettext_lazy("visit status", "Current"), "status-current"),
        Mark("due_soon", _("Due soon"), "status-due-soon"),
        Mark("overdue", _("Overdue"), "status-overdue"),
        Mark("never", _("Never visited"), "status-never"),
        Mark("suspended", _("Suspended"), "status-suspended"),
    )
}
SEVERITIES: dict[int, Mark] = {
    0: Mark("0", _("Normal"), "severity-0"),
    1: Mark("1", _("Keep watching"), "severity-1"),
    2: Mark("2", _("Repair in plan"), "severity-2"),
    3: Mark("3", _("Hazard: report within 24 hours"), "severity-3"),
    4: Mark("4", _("Emergency or crime: call at once"), "severity-4"),
}
SEVERITY_SHORT: dict[int, Text] = {
    0: _("Normal"),
    1: _("Watch"),
    2: _("Repair"),
    3: _("Hazard"),
    4: _("Emergency"),
}
PRIORITIES: dict[str, Mark] = {
    mark.key: mark
    for mark in (
        Mark("low", _("Low priority"), "priority-low"),
        Mark("normal", _("Normal priority"), "priority-normal"),
        Mark("high", _("High priority"), "priority-high"),
        Mark("urgent", _("Urgent"), "priority-urgent"),
    )
}
TONE_ICONS: dict[str, str] = {
    "neutral": "info",
    "info": "info",
    "good": "check",
    "warn": "alert",
    "bad": "alert",
    "seal": "shield",
}
MESSAGE_TONES: dict[str, str] = {
    "debug": "neutral",
    "info": "info",
    "success": "good",
    "warning": "warn",
    "error": "bad",
}
OUTCOME_TONES: dict[str, str] = {"pass": "good", "unsure": "warn", "fail": "bad", "absent": "neutral"}
OUTCOME_LABELS: dict[str, Text] = {
    "pass": _("supports"),
    "unsure": _("for a person to look at"),
    "fail": _("speaks against"),
    "absent": _("says nothing"),
}
OUTCOME_ICONS: dict[str, str] = {
    "pass": "status-current",
    "unsure": "status-due-soon",
    "fail": "status-overdue",
    "absent": "status-never",
}
BAND_TONES: dict[str, str] = {"strong": "good", "fair": "warn", "weak": "bad"}
BAND_LABELS: dict[str, Text] = {"strong": _("Strong evidence"), "fair": _("Fair evidence"), "weak": _("Weak evidence")}
