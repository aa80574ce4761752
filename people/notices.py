"""The sentence of each kind of notice."""

from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Notice, in_language

SENTENCES: Final[dict[str, str | Promise]] = {
    "report_accepted": _("Your report on {site} was accepted. Thank you."),
    "report_more": _("More is asked about your report on {site}: {reason}"),
    "report_rejected": _("Your report on {site} was not accepted: {reason}"),
    "hours_posted": _("{minutes} minutes of service on {site} were added to your hours."),
    "hours_not_posted": _("No hours were added for {site}: the time was already credited, or no time was stated."),
    "assigned": _("You are asked to visit {site} by {do_by}."),
    "assigned_to_accept": _("You are asked to visit {site} by {do_by}. Say yes or no by {accept_by}."),
    "visit_ended": _("You need not visit {site} any more: {why}"),
    "visit_moved": _("Your visit to {site} may be made until {do_by} now."),
    "visit_free": _("A visit looks for somebody: {site}, {why}"),
    "plan_visit_lost": _("{name} does not visit {site}: {why}"),
    "case_opened": _("A case was opened at {site}: {finding}, severity {severity}."),
    "case_changed": _("The case {number} at {site} is now: {state}."),
    "certificate_issued": _("Your certificate of volunteer service {number} is issued. You can print it now."),
    "certificate_withdrawn": _("Your certificate {number} was taken out of public notice: {why}"),
    "certificate_revoked": _("Your certificate {number} was revoked: {why}"),
    "outing_unsafe": _("{name} went on patrol although a rule of safety was not kept. Look at it."),
    "outing_overdue": _(
        "{name} should have been back {minutes} minutes ago. Call, and end the patrol when all is well."
    ),
    "outing_still_overdue": _(
        "{name} should have been back {minutes} minutes ago and nobody has ended the patrol. Act now."
    ),
    "outing_not_ended": _("Are you back? End your patrol, or say that you stay longer: others are looking for you."),
    "report_to_review": _("A report on {site} waits for review."),
}


def sentence(notice: Notice) -> str:
    """Return what the notice says, in the reader's language; pairs of (zh, en) in `params` are chosen by language."""
    params = {key: in_language(*value) if isinstance(value, list) else value for key, value in notice.params.items()}
    return str(SENTENCES[notice.kind]).format_map(params)


def in_both(words: str | Promise) -> list[str]:
    """Return the words in Chinese and English, as a notice's params keep them."""
    pair = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            pair.append(str(words))
    return pair
