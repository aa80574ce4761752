"""Durations in a reader's words."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def hours(seconds: int) -> str:
    """Say seconds as hours and minutes, `1 h 05 min`; nothing is rounded up, and what was taken back has its sign."""
    if seconds < 0:
        return f"-{hours(-seconds)}"
    whole, rest = divmod(int(seconds) // 60, 60)
    if not whole:
        return _("{minutes} min").format(minutes=rest)
    return _("{hours} h {minutes:02d} min").format(hours=whole, minutes=rest)
