"""Why a record or a transfer was not taken, in words."""

from django import template

from timebank.sentences import why_refused

register = template.Library()


@register.filter
def in_words(reason: str) -> str:
    """Return a partner's word as a sentence; other text as it is."""
    return why_refused(reason)
