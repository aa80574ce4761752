"""The sentence of each kind of notice."""

from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Channel, Notice, Subject, in_language

SENTENCES: Final[dict[str, str | Promise]] = {
    "report_accepted": _("Your report on {site} was accepted. Thank you."),
    "report_more": _("More is asked about your report on {site}: {reason}"),
    "report_rejected": _("Your report on {site} was not accepted: {reason}"),
    "hours_posted": _("{minutes} minutes of service on {site} were added to your hours."),
    "hours_not_posted": _(
        "No hours were added for {site}: the time was already credited, no time was stated, or the day is full."
    ),
    "points_expiring": _("{points} of your points can be used until {on}, then they expire."),
    "gift_offered": _("{name} would like to give you {amount}. Say yes or no."),
    "gift_accepted": _("{name} accepted your gift of {amount}."),
    "gift_declined": _("{name} did not accept your gift of {amount}. Nothing was taken from you."),
    "voucher_held": _("{points} points are put aside for “{item}”. Show the code at the service point until {on}."),
    "voucher_captured": _("“{item}” was handed out to you. Thank you for your service."),
    "voucher_expired": _("The voucher for “{item}” was not used in time; your {points} points are back."),
    "proposal_waiting": _("A proposal of {name} waits for a second person: {kind}."),
    "ledger_off_balance": _("The ledger does not balance ({currency}). Look at the trial balance now."),
    "assigned": _("You are asked to visit {site} by {do_by}."),
    "assigned_to_accept": _("You are asked to visit {site} by {do_by}. Say yes or no by {accept_by}."),
    "assigned_pair": _("You are asked to visit {site} by {do_by}, together with {name}."),
    "assigned_pair_to_accept": _(
        "You are asked to visit {site} by {do_by}, together with {name}. Say yes or no for both by {accept_by}."
    ),
    "assigned_along": _("You are asked to go along with {name} to {site} by {do_by}. If you cannot, say so soon."),
    "visit_ended": _("You need not visit {site} any more: {why}"),
    "visit_moved": _("Your visit to {site} may be made until {do_by} now."),
    "visit_put_off": _("Please do not visit {site} before {day}: {why}"),
    "visit_free": _("A visit looks for somebody: {site}, {why}"),
    "plan_visit_lost": _("{name} does not visit {site}: {why}"),
    "case_opened": _("A case was opened at {site}: {finding}, severity {severity}."),
    "case_changed": _("The case {number} at {site} is now: {state}."),
    "case_ended": _("The damage you reported at {site}: case {number} is {state}. Thank you; read what happened."),
    "case_assigned": _("You handle case {number} at {site} now; act by {due}."),
    "case_taken_over": _("{handler} handles case {number} at {site} now."),
    "case_due": _("Case {number} at {site} must go on by {due}: {state}."),
    "case_overdue": _(
        "Case {number} at {site} has been late since {due} ({state}; handler: {handler}). See that somebody acts."
    ),
    "reinspection_asked": _("You are asked to look again at {site} by {do_by}: was the damage repaired?"),
    "certificate_issued": _("Your certificate of volunteer service {number} is issued. You can print it now."),
    "certificate_withdrawn": _("Your certificate {number} was taken out of public notice: {why}"),
    "certificate_revoked": _("Your certificate {number} was revoked: {why}"),
    "transfer_confirmed": _("Your service records were handed over to {partner}."),
    "transfer_refused": _("{partner} did not take your service records; the hours are yours again: {why}"),
    "transfer_declined": _("Your service records do not go to {partner}: {why}"),
    "transfer_received": _("{partner} handed service records over to you: {minutes} minutes."),
    "outing_unsafe": _("{name} went on patrol although a rule of safety was not kept. Look at it."),
    "outing_overdue": _(
        "{name} should have been back {minutes} minutes ago. Call, and end the patrol when all is well."
    ),
    "outing_still_overdue": _(
        "{name} should have been back {minutes} minutes ago and nobody has ended the patrol. Act now."
    ),
    "outing_not_ended": _("Are you back? End your patrol, or say that you stay longer: others are looking for you."),
    "report_to_review": _("A report on {site} waits for review."),
    "report_needs_second": _("A report on {site} waits for a second reviewer."),
    "report_needs_third": _("Two officers disagree about a report on {site}. A third decides."),
    "report_overturned": _(
        "At a second look, your report on {site} was not accepted after all: {reason} {minutes} minutes were taken back. You can appeal."
    ),
    "appeal_made": _("A volunteer appeals against the decision on {site}. Somebody who did not decide answers."),
    "appeal_upheld": _("Your appeal about {site} was answered: the decision stands. {reason}"),
    "appeal_reversed": _("Your appeal about {site} was granted: the report is accepted. {reason}"),
    "public_report_received": _("A citizen reported damage ({kind}). Number {number}."),
    "identity_confirmed": _("Your real name was confirmed by two people."),
    "identity_refused": _("Your real name could not be confirmed: {why}"),
    "export_ready": _("The copy of your data is ready, for a week."),
    "erasure_asked": _("Your account and data are erased on {day}. Until then you can take it back."),
    "insurance_ends": _("The accident insurance of {name} ends on {day}. See that it is renewed."),
    "training_ends": _("A training of {name} holds until {day}. See that it is renewed."),
    "guardian_consent_ends": _("The guardian's consent for {name} ends on {day}. Ask for a new one."),
    "announcement": _("{organisation}: {title}"),
    "member_applied": _("{name} wants to join {organisation}."),
    "member_invited": _("{organisation} invites you to join. Say yes or no."),
    "member_moved": _("Your membership in {organisation} is now: {state}."),
    "agreement_to_sign": _("{organisation} asks its members to read and sign: {title}"),
    "organisation_reviewed": _("The registration of {organisation} was answered: {state}."),
    "staff_task": _("{organisation}, work for you: {title}"),
    "activity_applied": _("{name} asks for a place in “{activity}” ({starts}). Say yes or no."),
    "activity_given_back": _("{name} gave back the place in “{activity}” ({starts}), less than a day before."),
    "activity_accepted": _("You have a place in “{activity}” ({starts})."),
    "activity_waiting": _("All places in “{activity}” ({starts}) are taken. You are on the waiting list."),
    "activity_moved_up": _("A place became free: you take part in “{activity}” ({starts})."),
    "activity_refused": _("You have no place in “{activity}” ({starts}): {reason}"),
    "activity_moved": _(
        "“{activity}” was moved from {was} to {starts}. If you cannot come then, give the place back: it does not count against you."
    ),
    "activity_moved_away": _(
        "“{activity}” was moved from {was} to {starts}. You are promised elsewhere then or may not take part on that day, so your place was given back; it does not count against you."
    ),
    "activity_cancelled": _("“{activity}” was called off: {why}"),
    "activity_reminder": _("You are expected at “{activity}”, {starts}. If you cannot come, give the place back."),
    "activity_offer": _("Can you help? “{activity}”, {starts}. Say yes or no by {accept_by}."),
    "activity_missed": _("It was noted that you did not come to “{activity}”. If that is wrong, tell the organiser."),
    "activity_hours_posted": _("{minutes} minutes of service in “{activity}” were added to your hours."),
    "activity_hours_not_posted": _(
        "Your service in “{activity}” is confirmed, but this time had been credited to you already: no hours were added."
    ),
    "post_commented": _("{name} commented on your post."),
    "letters_asked": _("{name} asks whether you two may write letters to each other. You decide."),
    "letters_open": _("{name} said yes: you can write to each other now."),
    "letter_came": _("A letter from {name}."),
    "words_hidden": _("A moderator hid your {what}: {why}. You can appeal."),
    "words_shown": _("Your {what} is shown now."),
    "words_stay_hidden": _("Your appeal was answered: your {what} stays hidden."),
    "adoption_due": _("{site}, which you look after, would be glad of a visit ({n} due)."),
    "adoption_ended": _(
        "You need not look after {site} any longer. Thank you for all you did; you can begin again at any time."
    ),
    "organisation_placed": _("{organisation} belongs to {parent} now."),
    "organisation_closed": _("{organisation} was closed: {why} Your hours and certificates stay valid."),
    "organisation_reopened": _("{organisation} is open again, and you manage it."),
    "season_call": _("Call of the season: {title}"),
    "alert_raised": _("Unusual in {district}: {what}, {n}. Look at the rows behind it."),
    "webhook_stopped": _("The webhook {label} was stopped: its receiver did not answer. Look at its log."),
}
# What each kind is about; one that is not named here is `other`.
KINDS: Final[dict[Subject, frozenset[str]]] = {
    Subject.ALARM: frozenset(
        {"ledger_off_balance", "outing_unsafe", "outing_overdue", "outing_still_overdue", "outing_not_ended"}
    ),
    Subject.VISITS: frozenset(
        {
            "assigned",
            "assigned_to_accept",
            "visit_ended",
            "visit_moved",
            "visit_put_off",
            "visit_free",
            "reinspection_asked",
        }
        | {"assigned_pair", "assigned_pair_to_accept", "assigned_along"}
        | {"activity_offer", "activity_reminder", "activity_cancelled", "activity_accepted", "activity_moved_up"}
        | {"activity_waiting", "activity_refused", "activity_missed", "activity_moved", "activity_moved_away"}
    ),
    Subject.REPORTS: frozenset(
        {"report_accepted", "report_more", "report_rejected", "report_overturned", "appeal_upheld", "appeal_reversed"}
    ),
    Subject.CASES: frozenset(
        {"case_opened", "case_changed", "case_ended", "case_assigned", "case_taken_over", "case_due", "case_overdue"}
    ),
    Subject.DESK: frozenset(
        {"report_to_review", "report_needs_second", "report_needs_third", "appeal_made", "public_report_received"}
        | {"plan_visit_lost", "activity_applied", "activity_given_back", "alert_raised"}
    ),
    Subject.HOURS: frozenset(
        {"hours_posted", "hours_not_posted", "certificate_issued", "certificate_withdrawn", "certificate_revoked"}
        | {"points_expiring", "gift_offered", "gift_accepted", "gift_declined"}
        | {"voucher_held", "voucher_captured", "voucher_expired", "proposal_waiting"}
        | {"transfer_confirmed", "transfer_refused", "transfer_declined", "transfer_received"}
        | {"activity_hours_posted", "activity_hours_not_posted"}
    ),
    Subject.COMMUNITY: frozenset(
        {"post_commented", "letters_asked", "letters_open", "letter_came"}
        | {"words_hidden", "words_shown", "words_stay_hidden"}
    ),
    Subject.NUDGES: frozenset({"adoption_due", "adoption_ended", "season_call"}),
}
# Each is about another report or case, and many come at once: they are told as one.
ABOUT_ONE_THING: Final = frozenset({"report_to_review", "case_opened"})
# What somebody typed may name a place, which no rule can see: it is read behind the link only.
TYPED: Final = frozenset({"reason", "why", "title"})
# Alarms go by every channel at once. Texts cost money and phones ring: the others are asked for.
DEFAULTS: Final[dict[Channel, frozenset[Subject]]] = {
    Channel.EMAIL: frozenset(Subject),
    Channel.PUSH: frozenset(Subject) - {Subject.HOURS, Subject.NUDGES},
    Channel.SMS: frozenset({Subject.ALARM}),
    Channel.WECHAT: frozenset({Subject.ALARM, Subject.VISITS}),
}


def sentence(notice: Notice) -> str:
    """Return what the notice says, in the reader's language; pairs of (zh, en) in `params` are chosen by language."""
    params = {key: in_language(*value) if isinstance(value, list) else value for key, value in notice.params.items()}
    return str(SENTENCES[notice.kind]).format_map(params)


def outside_sentence(notice: Notice) -> str:
    """Return what the notice says where no rule is asked any more: nothing that somebody typed."""
    see = in_both(_("see the page"))
    params = {key: see if key in TYPED and value else value for key, value in notice.params.items()}
    return sentence(Notice(kind=notice.kind, params=params))


def subject_of(kind: str) -> Subject:
    """Return what a kind of notice is about."""
    return next((subject for subject, kinds in KINDS.items() if kind in kinds), Subject.OTHER)


def topic_of(kind: str, url: str) -> str:
    """Return what makes two notices the same kind about the same thing."""
    return kind if kind in ABOUT_ONE_THING else f"{kind} {url}"[:250]


def in_both(words: str | Promise) -> list[str]:
    """Return the words in Chinese and English, as a notice's params keep them."""
    pair = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            pair.append(str(words))
    return pair
