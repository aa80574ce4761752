"""Names of authors, and small bars of counts."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from community.sentences import writer as named

register = template.Library()
WIDTH, HEIGHT = 6, 36


@register.filter
def writer(said: Any) -> str:
    """Name the author."""
    return named(said)


@register.simple_tag
def community_bars(counts: Sequence[int], label: str) -> SafeString:
    """Draw one bar for each count, as tall as its share of the greatest; the label says it to readers of the page's text."""
    most = max([*counts, 1])
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="4" height="{}"></rect>',
        (
            (i * WIDTH, HEIGHT - tall, tall)
            for i, count in enumerate(counts)
            for tall in [max(1, round(count / most * HEIGHT))]
        ),
    )
    return format_html(
        '<svg class="feed-bars" role="img" aria-label="{}" preserveAspectRatio="xMinYMax" viewBox="0 0 {} {}">{}</svg>',
        label,
        len(counts) * WIDTH,
        HEIGHT,
        bars,
    )
