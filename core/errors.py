"""Refusals: a class with a stable code for machines and a translated sentence with a remedy for people."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Problem(Exception):
    """A refusal. `code` is stable, `status` is HTTP's, `sentence` tells a person what to do; `extra` is for machines."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    sentence: ClassVar[str | Promise] = _("This could not be done.")

    def __init__(self, **extra: Any) -> None:
        super().__init__(self.code)
        self.extra = extra

    @property
    def detail(self) -> str:
        """The sentence in the reader's language, with `extra` filled in."""
        return str(self.sentence).format(**self.extra) if self.extra else str(self.sentence)


def problem_kind(code: str) -> type[Problem] | None:
    """Return the refusal of a code, or none."""
    return next((kind for kind in _kinds(Problem) if kind.code == code), None)


def _kinds(kind: type[Problem]) -> Iterator[type[Problem]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


class NotAllowed(Problem):
    """The person may not do this here."""

    code = "not_allowed"
    status = 403
    sentence = _("You may not do this here. Ask the officer of the district if you think you should.")


class NotFound(Problem):
    """There is no such thing, or the person may not know of it."""

    code = "not_found"
    status = 404
    sentence = _("There is nothing here, or you may not see it.")


class Stale(Problem):
    """Somebody else changed it in between."""

    code = "stale"
    status = 409
    sentence = _("Somebody else decided this in the meantime. Load the page again and look at what changed.")


class FormExpired(Problem):
    """The page was open too long, or came from elsewhere."""

    code = "form_expired"
    status = 403
    sentence = _("This page had been open for too long. Go back, load it again and send once more.")


class PaperUnavailable(Problem):
    """The program that draws PDFs is not whole on this machine."""

    code = "paper_unavailable"
    status = 503
    sentence = _(
        "This cannot be drawn as PDF on this server: the library Pango is missing. Ask the operator to install it; "
        "until then print the page from your browser."
    )
