"""What the field refuses."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class AlreadyTaken(Problem):
    """Somebody else has an open assignment for the site."""

    code = "already_taken"
    status = 409
    sentence = _("Somebody else is already going there. Choose another site.")


class AssignmentNotOpen(Problem):
    """The assignment was reported, done or released before."""

    code = "not_open"
    status = 409
    sentence = _("This visit is no longer open. Load the list again.")


class NotAVolunteer(Problem):
    """A person without a running volunteer's profile cannot be sent."""

    code = "not_a_volunteer"
    status = 409
    sentence = _("Only active volunteers can be sent to a site. Choose somebody else.")


class ReportUnreadable(Problem):
    """The report is missing, is no JSON object, or a value has the wrong form; `errors` names each."""

    code = "report_unreadable"
    status = 400
    sentence = _("The report could not be read. Open the form again; if this happens once more, tell the officer.")


class ReportIncomplete(Problem):
    """A part that every report needs is missing; `missing` names each."""

    code = "report_incomplete"
    status = 422
    sentence = _("Something is still missing. Add what the list names and send again.")


class ReportConflict(Problem):
    """The id was used before for other content."""

    code = "report_conflict"
    status = 409
    sentence = _("Another report was sent under the same number. Open a new form and send once more.")


class PhotoMissing(Problem):
    """The report names a photo that was not sent."""

    code = "photo_missing"
    status = 400
    sentence = _("A photo named in the report did not arrive. Send again.")


class PhotoUnexpected(Problem):
    """A file was sent that the report does not name."""

    code = "photo_unexpected"
    status = 400
    sentence = _("A file was sent that the report does not name. Send again from the form.")


class PhotoHashMismatch(Problem):
    """The bytes are not those the report names."""

    code = "photo_hash_mismatch"
    status = 400
    sentence = _("A photo changed on its way. Send again.")


class PhotoTypeNotAllowed(Problem):
    """The first bytes are those of no photo we take."""

    code = "photo_type_not_allowed"
    status = 415
    sentence = _("A file is not a photo. Take it again with the camera: JPEG, PNG, WebP and HEIC are taken.")


class PhotoTooLarge(Problem):
    """A photo is larger than allowed."""

    code = "photo_too_large"
    status = 413
    sentence = _("A photo is larger than {limit_mb} MB. Take it again in a smaller size.")


class TooManyPhotos(Problem):
    """More photos than a report may hold."""

    code = "too_many_photos"
    status = 413
    sentence = _("A report holds at most {limit} photos. Leave some out and send again.")


class RequestTooLarge(Problem):
    """All photos together are larger than allowed."""

    code = "request_too_large"
    status = 413
    sentence = _("All photos together are larger than {limit_mb} MB. Leave some out and send again.")


class OwnReport(Problem):
    """Nobody reviews their own report."""

    code = "own_report"
    status = 403
    sentence = _("Nobody decides about their own report. Leave it to another officer.")


class ReasonMissing(Problem):
    """A refusal or a question to the volunteer needs a reason."""

    code = "reason_missing"
    status = 422
    sentence = _("Say why, so that the volunteer knows what to do.")


class StepNotPossible(Problem):
    """The case cannot go from where it is to there."""

    code = "step_not_possible"
    status = 409
    sentence = _("The case cannot take this step from where it is now. Load the page again.")


class ReinspectionMissing(Problem):
    """Only an accepted report of another person, made after the repair was asked for, closes a case."""

    code = "reinspection_missing"
    status = 409
    sentence = _("Only a re-inspection closes a case: accept a newer report on this site by another volunteer first.")


class SheetUnavailable(Problem):
    """The program that draws PDFs is not whole on this machine."""

    code = "sheet_unavailable"
    status = 503
    sentence = _(
        "The sheet cannot be drawn on this server: the library Pango is missing. Ask the operator to install it; "
        "until then print the page of the site from your browser."
    )


class PolicyUnknown(Problem):
    """No evidence policy begins on that day; `policy` names it."""

    code = "policy_unknown"
    status = 422
    sentence = _("No evidence policy begins on that day.")


class RescoringRuns(Problem):
    """Reports are being judged again already."""

    code = "rescoring_runs"
    status = 409
    sentence = _("Reports are being judged again already. Wait until that is done, or stop it.")
