"""What can be refused about people."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class AreaUnknown(Problem):
    """The area is no division code."""

    code = "area_unknown"
    status = 422
    sentence = _("An area is the beginning of a division code: 2 to 12 digits, such as 11 or 110105. Correct it.")


class DeliveryNotFailed(Problem):
    """None of these messages stands as failed."""

    code = "delivery_not_failed"
    status = 409
    sentence = _("None of these messages failed, or somebody has sent them again already. Load the page again.")


class PushServiceUnknown(Problem):
    """The device names a push service the server does not call, or keys no browser makes."""

    code = "push_service_unknown"
    status = 422
    sentence = _(
        "This browser's notification service is not known here. Choose e-mail, or ask the operator to allow the service."
    )


class QuietHoursEmpty(Problem):
    """The hours of quiet begin and end at the same minute."""

    code = "quiet_hours_empty"
    status = 422
    sentence = _("Quiet begins and ends at the same time. Change one of them, or switch quiet hours off.")


class AgreementOld(Problem):
    """There is a newer version of the agreement."""

    code = "agreement_old"
    status = 409
    sentence = _("There is a newer version of this agreement. Load the page and read that one.")


class CodeTooOften(Problem):
    """Too many codes were asked for."""

    code = "code_too_often"
    status = 429
    sentence = _("Too many codes were asked for. Wait an hour, or sign in another way.")


class CodeWrong(Problem):
    """The code is wrong, used, or too old."""

    code = "code_wrong"
    status = 422
    sentence = _("This code is wrong or no longer holds. Look at the newest message, or ask for a new code.")


class ConsentMissing(Problem):
    """What is asked needs the person's consent."""

    code = "consent_missing"
    status = 409
    sentence = _("This needs your consent first. Give it on the page of consents, then try again.")


class ErasureAsked(Problem):
    """The erasure was asked for already, or has begun."""

    code = "erasure_asked"
    status = 409
    sentence = _("You asked for this already. Until the day named you can take it back.")


class ExportUnderWay(Problem):
    """A copy is being packed already."""

    code = "export_under_way"
    status = 409
    sentence = _("Your data is being packed already. It stands here as soon as it is ready.")


class FreeTimeWrong(Problem):
    """Hours or days of free time are not in order."""

    code = "free_time_wrong"
    status = 422
    sentence = _("These hours or days overlap or are not in order. Write for example 09:00-12:00.")


class GuardianNeeded(Problem):
    """A young person's guardian has not agreed to this."""

    code = "guardian_needed"
    status = 409
    sentence = _("Your guardian must agree to this first. Ask your organisation to record their written consent.")


class IdentityNotWaiting(Problem):
    """The check was answered or withdrawn."""

    code = "identity_not_waiting"
    status = 409
    sentence = _("This was answered or withdrawn in the meantime. Load the page again.")


class IdentityNumberWrong(Problem):
    """The document's number cannot be right."""

    code = "identity_number_wrong"
    status = 422
    sentence = _("This number cannot be right: look at every digit again, the last one included.")


class IdentityTaken(Problem):
    """Another account has this document already."""

    code = "identity_taken"
    status = 409
    sentence = _(
        "Another account was verified with this document already. Sign in with that one, or ask your organisation."
    )


class IdentityWaits(Problem):
    """A question about the same person is still open."""

    code = "identity_waits"
    status = 409
    sentence = _("You asked for this already. Wait for the answer, or withdraw the question first.")


class ListSettled(Problem):
    """The list was applied or taken back already."""

    code = "list_settled"
    status = 409
    sentence = _("This list was applied or taken back already. Load the page again.")


class ListUnreadable(Problem):
    """The file is no list of members."""

    code = "list_unreadable"
    status = 422
    sentence = _(
        "This file cannot be read as a list: its first row must name the columns 姓名 and 邮箱, with at most 2,000 rows, as CSV or XLSX."
    )


class MembershipMoves(Problem):
    """The membership does not go on that way."""

    code = "membership_moves"
    status = 409
    sentence = _("This cannot be done with this membership any more. Load the page again.")


class NameIsVerified(Problem):
    """A verified name is corrected by two of the staff."""

    code = "name_is_verified"
    status = 409
    sentence = _("Your name was verified. Ask for a correction under “My data”; two people look at it.")


class OrganisationMoved(Problem):
    """The organisation was closed, opened or placed meanwhile, or stands below a closed one."""

    code = "organisation_moved"
    status = 409
    sentence = _(
        "This organisation, or the one above it, was closed or opened again in the meantime. Load the page and look."
    )


class OrganisationStillRuns(Problem):
    """Something of the organisation is under way."""

    code = "organisation_still_runs"
    status = 409
    sentence = _("Something of this organisation is still under way. End it, or hand it over, then close it.")


class OrganisationReviewed(Problem):
    """The registration was decided already."""

    code = "organisation_reviewed"
    status = 409
    sentence = _("This registration was decided in the meantime. Load the page again.")


class OrganisationUnfit(Problem):
    """The organisation cannot stand there."""

    code = "organisation_unfit"
    status = 422
    sentence = _("An organisation cannot stand below itself or below a smaller one. Choose another one above it.")


class PhoneWrong(Problem):
    """The text is no phone number."""

    code = "phone_wrong"
    status = 422
    sentence = _("This is no phone number. Write the eleven digits, or + and the code of the country first.")


class SecondPersonNeeded(Problem):
    """Somebody who did not act before must do this."""

    code = "second_person_needed"
    status = 409
    sentence = _("Somebody else must do this: nobody confirms twice, nor for themselves.")


class StillOnDuty(Problem):
    """The person holds an office that somebody else must take over first."""

    code = "still_on_duty"
    status = 409
    sentence = _("You hold an office here. Let an administrator give it to somebody else first, then ask again.")


class TaskSettled(Problem):
    """The task is not open any more."""

    code = "task_settled"
    status = 409
    sentence = _("This task was done or dropped in the meantime. Load the page again.")
