"""Why a transfer was refused, and what is wrong with a row of an exchange file."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What partners answer in a word (docs/exchange.md), and why a partner could not be asked.
REASONS: Final[dict[str, str | Promise]] = {
    "too_long": _("longer than a day"),
    "not_over": _("not over yet"),
    "overlaps": _("overlaps with another of these records"),
    "overlaps_here": _("this time is credited there already"),
    "known_already": _("handed over before"),
    "code_unknown": _("the receiving code is unknown there, used up or too old"),
    "nothing_taken": _("none of the records could be taken"),
    "batch_unknown": _("the other platform knows nothing of it"),
    "batch_over": _("it ended there before it was confirmed"),
    "aborted": _("the other platform stopped it"),
    "stopped": _("stopped before it was confirmed"),
    "no_connection": _("no connection"),
    "timeout": _("no answer in time"),
    "signature_wrong": _("the answer was not signed by the partner's key"),
    "key_unknown": _("the answer was signed by a key that is not admitted"),
    "private_address": _("its address leads into a private network"),
}


def why_refused(reason: str) -> str:
    """Return a word of the transfer protocol as a person reads it; what a person wrote stays as it is."""
    return str(REASONS.get(reason, reason))


# What is wrong with a row of an exchange file.
FINDINGS: Final[dict[str, str | Promise]] = {
    "unknown_entity": _("This kind of row is not in the mapping."),
    "unknown_field": _("This field is not in the mapping."),
    "missing": _("This field must not be empty."),
    "too_long": _("This text is too long."),
    "no_number": _("This is no whole number."),
    "no_date": _("This is no day (2026-11-27)."),
    "no_time": _("This is no time with its zone (2026-11-27T09:00:00+08:00)."),
    "unknown_code": _("This code is not in the mapping's table."),
    "not_in_file": _("It names a row that is not in this file."),
    "said_twice": _("The same row stands in the file twice."),
    "ends_before_start": _("It ends before it begins."),
    "not_the_time_between": _("The length differs from the time between beginning and end."),
    "overlaps": _("This person served elsewhere at the same time, by another row."),
    "differs_from_ours": _("We certified another time under this number."),
    "known_already": _("This record is ours already."),
}


def what_is_wrong(code: str) -> str:
    """Return a finding of an exchange file as a sentence."""
    return str(FINDINGS.get(code, code))
