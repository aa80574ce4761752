"""Lines of months, and short bars of shares, drawn as SVG."""

from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
STEP, HEIGHT, EDGE = 20, 48, 4
WIDE_STEP, WIDE_HEIGHT, WIDE_EDGE, SIDE = 56, 188, 24, 42
# Where the large line stands on; the months are written below.
BASE = 140


@register.simple_tag
def indicators_spark(values: Sequence[float | None], label: str) -> SafeString:
    """Draw the months as a small line with a dot on the last one; the label says every number."""
    places = _places(values, STEP, HEIGHT, EDGE, EDGE)
    return format_html(
        '<svg class="spark" role="img" aria-label="{}" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>',
        label,
        2 * EDGE + STEP * max(len(values) - 1, 1),
        HEIGHT,
        _lines(places),
    )


@register.simple_tag
def indicators_chart(values: Sequence[float | None], months: Sequence[date], label: str) -> SafeString:
    """Draw the months large: a line, a dot for each month, and the month below every second of them."""
    places = _places(values, WIDE_STEP, BASE + WIDE_EDGE, WIDE_EDGE, SIDE)
    dots = format_html_join(
        "", '<circle cx="{}" cy="{}" r="4"></circle>', (place for place in places if place is not None)
    )
    names = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (SIDE + WIDE_STEP * number, WIDE_HEIGHT - 8, f"{month:%y-%m}")
            for number, month in enumerate(months)
            if (len(months) - 1 - number) % 2 == 0
        ),
    )
    width = 2 * SIDE + WIDE_STEP * max(len(values) - 1, 1)
    return format_html(
        '<svg class="month-chart" role="img" aria-label="{}" viewBox="0 0 {} {}">'
        '<line class="month-base" x1="0" x2="{}" y1="{}" y2="{}"></line>{}{}{}</svg>',
        label,
        width,
        WIDE_HEIGHT,
        width,
        BASE,
        BASE,
        _lines(places),
        dots,
        names,
    )


@register.simple_tag
def indicators_bar(share: float | None) -> SafeString:
    """Draw a share of a hundred as a bar beside its number; nothing without one."""
    if share is None:
        return SafeString("")
    return format_html(
        '<svg class="share-bar" aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none">'
        '<rect class="share-all" width="100" height="8"></rect><rect width="{}" height="8"></rect></svg>',
        f"{share:.1f}",
    )


def _places(
    values: Sequence[float | None], step: int, height: int, edge: int, side: int
) -> list[tuple[int, float] | None]:
    """Return where each value stands: nothing at the bottom, the greatest below the top edge."""
    most = max((value for value in values if value is not None), default=0.0) or 1.0
    reach = height - 2 * edge
    return [
        None if value is None else (side + step * number, round(height - edge - reach * value / most, 1))
        for number, value in enumerate(values)
    ]


def _lines(places: Sequence[tuple[int, float] | None]) -> SafeString:
    """Draw a line through neighbours; a month without a number leaves a gap."""
    runs: list[list[tuple[int, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    drawn = [run for run in runs if run]
    lines = format_html_join(
        "", '<polyline points="{}"></polyline>', ((" ".join(f"{x},{y}" for x, y in run),) for run in drawn)
    )
    # A line of no length with round ends stays a dot however the drawing is stretched.
    ends = format_html_join("", '<path class="spark-end" d="M{} {}h0"></path>', (run[-1] for run in drawn[-1:]))
    return format_html("{}{}", lines, ends)
