"""Larger components: receipt, photos, map legend, bar chart with its table."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from django import template

from core.sentences import PRIORITIES, SEVERITIES, STATUSES, Mark, Text

register = template.Library()
Values = dict[str, Any]

SCALES: dict[str, list[Mark]] = {
    "status": list(STATUSES.values()),
    "severity": list(SEVERITIES.values()),
    "priority": list(PRIORITIES.values()),
}


@register.inclusion_tag("components/legend.html")
def ui_legend(scale: str = "status") -> Values:
    """Show what the shapes and colours of a map or chart mean; scale is status, severity or priority."""
    return {"scale": scale, "marks": SCALES[scale]}


@register.inclusion_tag("components/bars.html")
def ui_bars(title: Text, rows: Iterable[Mapping[str, Any]], scale: str = "status", *, is_share: bool = True) -> Values:
    """Draw stacked bars with a table twin; a row has label, counts (key → number) and, if wanted, url.

    With `is_share` every bar has full length and shows shares; without it lengths compare the rows' totals.
    """
    marks = SCALES[scale]
    listed = [
        {"label": row["label"], "url": row.get("url", ""), "counts": [int(row["counts"].get(m.key, 0)) for m in marks]}
        for row in rows
    ]
    longest = max((sum(row["counts"]) for row in listed), default=0)
    for row in listed:
        total = sum(row["counts"])
        row["total"] = total
        row["segments"] = _segments(marks, row["counts"], total if is_share else longest)
    return {"title": title, "scale": scale, "marks": marks, "rows": listed}


@register.inclusion_tag("components/receipt.html")
def ui_receipt(report_id: object, photos: Sequence[Mapping[str, Any]], received_at: object = None) -> Values:
    """Show the server's receipt: report id and, for each photo, its label and SHA-256, each with a copy button."""
    return {"report_id": str(report_id), "photos": photos, "received_at": received_at}


@register.inclusion_tag("components/photos.html")
def ui_photos(photos: Iterable[Mapping[str, Any]]) -> Values:
    """Show photos side by side to compare: url (empty where it is missing), alt, caption, note and href of the full picture."""
    blank = {"url": "", "alt": "", "caption": "", "note": "", "href": ""}
    return {"photos": [{**blank, **photo} for photo in photos]}


def _segments(marks: Sequence[Mark], counts: Sequence[int], whole: int) -> list[Values]:
    starts = [0, *accumulate(counts)]
    return [
        {"mark": mark, "count": count, "x": f"{100 * start / whole:.3f}", "width": f"{100 * count / whole:.3f}"}
        for mark, count, start in zip(marks, counts, starts, strict=False)
        if count
    ]
