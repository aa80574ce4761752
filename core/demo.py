"""Specimens for the style guide: made-up values that show each component in its usual and its awkward states."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from core.sentences import PRIORITIES, SEVERITIES, STATUSES, Text

YES_NO = [("no", _("No")), ("yes", _("Yes")), ("unseen", _("Not seen"))]
CONDITIONS = [("good", "好"), ("rather_good", "较好"), ("fair", "一般"), ("rather_poor", "较差"), ("poor", "差")]
CATEGORIES = {
    "0100": ("古遗址", "ruin"),
    "0200": ("古墓葬", "tomb"),
    "0300": ("古建筑", "temple"),
    "0400": ("石窟寺及石刻", "grotto"),
    "0500": ("近现代史迹", "house"),
    "wall": ("长城段落", "wall"),
}


@dataclass(frozen=True)
class Tab:
    """A tab of the specimen page."""

    label: Text
    url: str
    is_current: bool
    count: int | None = None


class SpecimenForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Name of the site"), help_text=_("As written on the marker stone."))
    seen_on = forms.DateField(label=_("Day of the visit"), widget=forms.DateInput(attrs={"type": "date"}))
    level = forms.ChoiceField(label=_("Protection level"), choices=[("national", "全国重点"), ("county", "县级")])
    note = forms.CharField(label=_("Your note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    photo = forms.FileField(label=_("Photo from far"), required=False)
    is_shared = forms.BooleanField(
        label=_("Show my name on the certificate"), required=False, help_text=_("You can change this later.")
    )
    condition = forms.ChoiceField(label=_("Condition"), choices=CONDITIONS, widget=forms.RadioSelect)
    category = forms.ChoiceField(
        label=_("Category"), choices=[(key, words[0]) for key, words in CATEGORIES.items()], widget=forms.RadioSelect
    )
    carving = forms.ChoiceField(label=_("Is there new carving or painting?"), choices=YES_NO, widget=forms.RadioSelect)
    marker = forms.ChoiceField(label=_("Is the marker stone missing?"), choices=YES_NO, widget=forms.RadioSelect)


def specimens(page_number: str) -> dict[str, Any]:
    """Return the values the style guide shows; the page number moves its pager."""
    given = {
        "name": "",
        "seen_on": "",
        "condition": "fair",
        "category": "0300",
        "carving": "no",
        "marker": "yes",
    }
    return {
        "statuses": list(STATUSES),
        "severities": list(SEVERITIES),
        "priorities": list(PRIORITIES),
        "tones": ["neutral", "info", "good", "warn", "bad", "seal"],
        "form": SpecimenForm(given),
        "condition_icons": {"good": "status-current", "fair": "eye", "poor": "alert"},
        "category_icons": {key: words[1] for key, words in CATEGORIES.items()},
        "page": Paginator(range(237), 20).get_page(page_number),
        "tabs": [
            Tab(_("Waiting"), "?tab=waiting", is_current=True, count=12),
            Tab(_("Settled"), "?tab=settled", is_current=False),
        ],
        "step_names": [_("Arrive"), _("Look"), _("Photograph"), _("Send")],
        "icon_names": ICON_NAMES,
        **_records(),
    }


def _records() -> dict[str, Any]:
    return {
        "events": [
            {
                "at": "2026-04-12 09:40",
                "title": _("Found"),
                "text": "西墙根有新裂缝,约 1.2 米。",
                "by": "林晓",
                "icon": "eye",
            },
            {"at": "2026-04-12 15:05", "title": _("Reported to the authority"), "icon": "upload", "tone": "info"},
            {"at": "2026-05-20 11:30", "title": _("Inspected again"), "icon": "check", "tone": "good"},
        ],
        "facts": [(_("Protection level"), "全国重点"), (_("Sub-type"), "寺观塔幢"), (_("Responsible person"), "")],
        "witnesses": [
            {"label": _("Presence"), "text": "距文物本体 34 米,定位精度 ±12 米。", "outcome": "pass"},
            {"label": _("Photo time"), "text": "照片早于到达 26 分钟。", "outcome": "unsure"},
            {"label": _("Photo reuse"), "text": "与 2025 年的一张照片相同。", "outcome": "fail"},
            {"label": _("Track"), "text": "没有轨迹。", "outcome": "absent"},
        ],
        "rows": [
            {"label": "全国重点", "counts": {"current": 52, "due_soon": 11, "overdue": 7, "never": 1, "suspended": 2}},
            {"label": "省级", "counts": {"current": 61, "due_soon": 24, "overdue": 19, "never": 8}},
            {"label": "县级", "counts": {"current": 20, "due_soon": 15, "overdue": 44, "never": 31, "suspended": 6}},
        ],
        "receipt_id": "01928f3c-6a2e-7c41-9d55-3b8f7a90c1de",
        "receipt_photos": [
            {
                "label": _("Photo from far"),
                "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            },
            {
                "label": _("Photo from near"),
                "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
            },
        ],
        "photos": [{"caption": "2025-10-03", "note": _("Before")}, {"caption": "2026-04-12", "note": _("Now")}],
    }


ICON_NAMES = [
    "map",
    "list",
    "camera",
    "pin",
    "route",
    "shield",
    "alert",
    "check",
    "clock",
    "user",
    "users",
    "vane",
    "bell",
    "home",
    "clipboard",
    "chart",
    "download",
    "upload",
    "search",
    "filter",
    "lock",
    "key",
    "eye",
    "star",
    "temple",
    "wall",
    "tomb",
    "grotto",
    "ruin",
    "house",
    "plan",
    "login",
    "logout",
    "language",
    "theme",
    "sun",
    "moon",
    "arrow",
    "arrow-left",
    "plus",
    "close",
    "menu",
    "more",
    "edit",
    "copy",
    "trash",
    "phone",
    "info",
    "locate",
    "wifi-off",
    "case",
    "hours",
    "gift",
    "fire",
    "water",
    "crack",
    "plant",
]
