"""Words for what people do and what was found, said once."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: Final[dict[str, str | Promise]] = {
    "accept": _("Take them in"),
    "refuse": _("Do not take them"),
    "suspend": _("Suspend"),
    "restore": _("Let them serve again"),
    "end": _("End the membership"),
    "join": _("Yes, I join"),
    "decline": _("No, thank you"),
    "withdraw": _("Take my wish back"),
    "leave": _("Leave the organisation"),
}
FINDINGS: Final[dict[str, str | Promise]] = {
    "name_missing": _("There is no name."),
    "email_missing": _("There is no e-mail address."),
    "email_wrong": _("This is no e-mail address."),
    "email_twice": _("The same address stands in several rows."),
    "already_member": _("Is a member already, or asked."),
    "account_known": _("Has an account: is invited."),
    "phone_wrong": _("The phone number is left out: it is none."),
}


def act_label(act: str) -> str:
    """Return the button's words of an act."""
    return str(ACTS[act])


def finding_label(code: str) -> str:
    """Return what was found, in words."""
    return str(FINDINGS[code])
