"""Words for people: how an author is named."""

from typing import Any

from django.utils.translation import gettext as _

GROWN_UP = 18


def writer(said: Any) -> str:
    """Name the author of something read with `author_age`: children by their first character, as their page is not public."""
    name = str(said.author)
    age = getattr(said, "author_age", None)
    if age is not None and age < GROWN_UP:
        return _("young volunteer {initial}").format(initial=name[:1])
    return name
