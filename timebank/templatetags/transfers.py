"""Why a record or a transfer was not taken, and what is wrong with a file's row, in words."""

from django import template

from timebank.sentences.exchange import what_is_wrong, why_refused

register = template.Library()


@register.filter
def in_words(reason: str) -> str:
    """Return a partner's word as a sentence; other text as it is."""
    return why_refused(reason)


@register.filter
def as_finding(code: str) -> str:
    """Return a finding's code as a sentence."""
    return what_is_wrong(code)
