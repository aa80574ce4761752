"""The components of the design system as template tags; docs/design.md shows each with its line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BoundField
from django.forms.widgets import CheckboxInput
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.sentences import (
    BAND_LABELS,
    BAND_TONES,
    MESSAGE_TONES,
    OUTCOME_ICONS,
    OUTCOME_LABELS,
    OUTCOME_TONES,
    PRIORITIES,
    SEVERITIES,
    SEVERITY_SHORT,
    STATUSES,
    TONE_ICONS,
    Mark,
    Text,
)

register = template.Library()
Values = dict[str, Any]


@register.simple_tag
def ui_icon(name: str, label: Text = "", size: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration and hidden from readers of the page's text."""
    size_class = f" icon-{size}" if size else ""
    href = f"{static('core/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon{}" role="img" aria-label="{}"><use href="{}"></use></svg>', size_class, label, href
        )
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}"></use></svg>', size_class, href)


@register.simple_tag
def ui_seal() -> SafeString:
    """Draw the seal of the house."""
    return format_html(
        '<svg class="brand-seal" aria-hidden="true"><use href="{}#seal"></use></svg>', static("core/icons.svg")
    )


@register.inclusion_tag("components/chip.html")
def ui_status(status: str, detail: Text = "") -> Values:
    """Show a visit status (current, due_soon, overdue, never, suspended) with its shape, its word and a detail such as a date."""
    return _chip("status", STATUSES[str(status)], detail)


@register.inclusion_tag("components/chip.html")
def ui_severity(level: int, detail: Text = "", *, is_short: bool = True) -> Values:
    """Show a severity from 0 to 4 with its bars and its word; the long word says what to do."""
    mark = SEVERITIES[int(level)]
    label = SEVERITY_SHORT[int(level)] if is_short else mark.label
    return _chip("severity", Mark(mark.key, label, mark.icon), detail)


@register.inclusion_tag("components/chip.html")
def ui_priority(priority: str, detail: Text = "") -> Values:
    """Show a priority (low, normal, high, urgent) with its arrow and its word."""
    return _chip("priority", PRIORITIES[str(priority)], detail)


@register.inclusion_tag("components/chip.html")
def ui_badge(text: Text, tone: str = "neutral", icon: str = "") -> Values:
    """Show a short word in one of the tones neutral, good, info, warn, bad, seal."""
    return {"scale": "tone", "key": tone, "label": text, "icon": icon, "detail": ""}


@register.inclusion_tag("components/stat.html")
def ui_stat(
    label: Text,
    value: object,
    unit: Text = "",
    hint: Text = "",
    icon: str = "",
    tone: str = "",
    status: str = "",
    href: str = "",
) -> Values:
    """Show one number with its label, unit and hint; a link makes the whole tile a target."""
    mark_icon = STATUSES[status].icon if status and not icon else icon
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "hint": hint,
        "icon": mark_icon,
        "tone": tone,
        "status": status,
        "href": href,
    }


@register.inclusion_tag("components/notice.html")
def ui_notice(
    text: Text, tone: str = "info", title: Text = "", icon: str = "", *, is_dismissible: bool = False
) -> Values:
    """Show a notice on the page; bad ones are announced at once, the others politely."""
    return {
        "text": text,
        "tone": tone,
        "title": title,
        "icon": icon or TONE_ICONS[tone],
        "role": "alert" if tone == "bad" else "status",
        "is_dismissible": is_dismissible,
    }


@register.inclusion_tag("components/notice.html")
def ui_message(message: Message) -> Values:
    """Show one message of Django's messages framework as a notice that can be put away."""
    return ui_notice(str(message), MESSAGE_TONES.get(message.level_tag, "info"), is_dismissible=True)


@register.inclusion_tag("components/empty.html")
def ui_empty(title: Text, text: Text = "", href: str = "", label: Text = "", icon: str = "temple") -> Values:
    """Say that nothing is here yet, why, and what to do next."""
    return {"title": title, "text": text, "href": href, "label": label, "icon": icon}


@register.inclusion_tag("components/field.html")
def ui_field(field: BoundField, label: Text = "") -> Values:
    """Show a form field with label, help and errors tied to it; checkboxes stand before their label."""
    return {
        "field": field,
        "label": label or field.label,
        "is_check": isinstance(field.field.widget, CheckboxInput),
        "is_group": field.use_fieldset,
    }


@register.inclusion_tag("components/choices.html")
def ui_choices(
    field: BoundField,
    icons: Mapping[str, str] | None = None,
    hints: Mapping[str, Text] | None = None,
    *,
    is_tall: bool = False,
) -> Values:
    """Show the choices of a radio or checkbox field as large targets with pictogram (icons) and hint, by choice value."""
    options = [
        {
            "tag": option.tag(),
            "id": option.id_for_label,
            "label": option.choice_label,
            "icon": (icons or {}).get(str(option.data["value"]), ""),
            "hint": (hints or {}).get(str(option.data["value"]), ""),
        }
        for option in field.subwidgets
    ]
    return {"field": field, "options": options, "is_tall": is_tall}


@register.inclusion_tag("components/check_row.html")
def ui_check_row(field: BoundField, bad: str = "problem") -> Values:
    """Show one line of a checklist: its question and its answers as joined buttons; `bad` is the value shown in red."""
    options = [
        {"tag": option.tag(), "label": option.choice_label, "is_bad": str(option.data["value"]) == bad}
        for option in field.subwidgets
    ]
    return {"field": field, "options": options}


@register.inclusion_tag("components/pager.html", takes_context=True)
def ui_pager(context: Context, page: Page[Any], param: str = "page") -> Values:
    """Show the pages of a list, keeping the rest of the address; nothing for a single page."""
    query = context["request"].GET.copy()

    def href(number: int) -> str:
        query[param] = str(number)
        return f"?{query.urlencode()}"

    gap = str(page.paginator.ELLIPSIS)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [
            {"text": n, "url": "" if str(n) == gap else href(int(n)), "is_current": n == page.number} for n in numbers
        ],
        "previous": href(page.number - 1) if page.has_previous() else "",
        "next": href(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("components/tabs.html")
def ui_tabs(tabs: Iterable[Any], label: Text = "") -> Values:
    """Show tabs that are links; each has label, url, is_current and, if wanted, count."""
    return {"tabs": list(tabs), "label": label or _("Sections of this page")}


@register.inclusion_tag("components/breadcrumb.html")
def ui_breadcrumb(*pairs: Text) -> Values:
    """Show where the page stands: label, url, label, url, …, and the last label alone."""
    labels, urls = pairs[::2], [*pairs[1::2], ""]
    return {"crumbs": [{"label": label, "url": url} for label, url in zip(labels, urls, strict=False)]}


@register.inclusion_tag("components/progress.html")
def ui_progress(label: Text, value: float, maximum: float = 100, text: Text = "", tone: str = "good") -> Values:
    """Show how far something is; the words beside the bar default to the percentage."""
    share = round(100 * value / maximum) if maximum else 0
    return {"label": label, "value": value, "maximum": maximum or 1, "text": text or f"{share} %", "tone": tone}


@register.inclusion_tag("components/steps.html")
def ui_steps(labels: Sequence[Text], current: int) -> Values:
    """Show the steps of a task; `current` counts from 1, and one past the last says that all is done."""
    steps = [
        {"label": label, "is_done": number < current, "is_current": number == current}
        for number, label in enumerate(labels, 1)
    ]
    return {"steps": steps}


@register.inclusion_tag("components/timeline.html")
def ui_timeline(events: Iterable[Mapping[str, Any]]) -> Values:
    """Show what happened, in the given order; an event has at and title and may have text, by, icon, tone, url."""
    blank = {"text": "", "by": "", "icon": "check", "tone": "neutral", "url": ""}
    return {"events": [{**blank, **event} for event in events]}


@register.inclusion_tag("components/facts.html")
def ui_facts(pairs: Iterable[tuple[Text, object]]) -> Values:
    """Show label and value pairs; an empty value becomes a dash."""
    return {"pairs": [(label, "—" if value in (None, "") else value) for label, value in pairs]}


@register.inclusion_tag("components/skeleton.html")
def ui_skeleton(lines: int = 3) -> Values:
    """Hold the place of something that is being fetched."""
    return {"lines": range(lines)}


@register.inclusion_tag("components/evidence.html")
def ui_evidence(score: int, band: str, witnesses: Iterable[Mapping[str, Any]]) -> Values:
    """Show an evidence score (0–100), its band (strong, fair, weak) and its witnesses, those that doubt first.

    A witness has label, text and outcome (pass, unsure, fail, absent), and if wanted note and url (more about it).
    """
    rows = [
        {
            "note": "",
            "url": "",
            **witness,
            "tone": OUTCOME_TONES[witness["outcome"]],
            "icon": OUTCOME_ICONS[witness["outcome"]],
            "word": OUTCOME_LABELS[witness["outcome"]],
        }
        for witness in witnesses
    ]
    order = ("fail", "unsure", "pass", "absent")
    by_outcome = {outcome: [row for row in rows if row["outcome"] == outcome] for outcome in order}
    return {
        "score": score,
        "tone": BAND_TONES[band],
        "word": BAND_LABELS[band],
        "doubts": by_outcome["fail"] + by_outcome["unsure"],
        "supports": by_outcome["pass"],
        "silent": by_outcome["absent"],
    }


def _chip(scale: str, mark: Mark, detail: Text) -> Values:
    return {"scale": scale, "key": mark.key, "label": mark.label, "icon": mark.icon, "detail": detail}
