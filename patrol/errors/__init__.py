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


class DeclineReasonMissing(Problem):
    """A no without a word helps nobody who plans."""

    code = "decline_reason_missing"
    status = 422
    sentence = _("Say in a few words why you cannot go: it helps to find somebody else.")


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


class ReportTooLarge(Problem):
    """The JSON of a report is larger than any report is."""

    code = "report_too_large"
    status = 413
    sentence = _("The report is larger than {limit_mb} MB without its photos. Shorten it and send again.")


class PhotoNotNamed(Problem):
    """Bytes were sent for a photo that the report does not name."""

    code = "photo_not_named"
    status = 404
    sentence = _("The report names no such photo. Send the report again, then its photos.")


class ChunkOutOfOrder(Problem):
    """A piece of a photo begins elsewhere than where the last one ended; `received_bytes` says where."""

    code = "chunk_out_of_order"
    status = 409
    sentence = _("A part of the photo came out of order. The phone goes on where the last one ended.")


class ChunkRangeWrong(Problem):
    """`Content-Range` cannot be read, or fits neither the bytes sent nor the photo."""

    code = "chunk_range_wrong"
    status = 400
    sentence = _("A part of a photo does not say which part it is. Send the photo again from its beginning.")


class PhotosAwaited(Problem):
    """A report is decided while its photos are still to come."""

    code = "photos_awaited"
    status = 409
    sentence = _("Photos of this report are still on their way. Decide when they are here.")


class QueueFileUnreadable(Problem):
    """The file is no queue file of a phone, or damaged."""

    code = "queue_file_unreadable"
    status = 422
    sentence = _("This is no queue file, or it is damaged. Export it from the phone once more.")


class QueueFileHostile(Problem):
    """The archive holds what no phone writes: packed, hidden or overlapping members, or other names."""

    code = "queue_file_hostile"
    status = 422
    sentence = _("The file holds something that no phone writes, so nothing of it was taken. Export it once more.")


class QueueFileTooLarge(Problem):
    """The queue file is larger than an upload may be."""

    code = "queue_file_too_large"
    status = 413
    sentence = _("The file is larger than {limit_mb} MB. Ask the operator to file it: manage.py file_queue.")


class QueuePersonUnknown(Problem):
    """The queue file names no account of ours."""

    code = "queue_person_unknown"
    status = 422
    sentence = _("The file names nobody known here. It was made for another server, or the account is gone.")


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
    sentence = _(
        "Only a re-inspection closes a case: ask a volunteer who did not report it, and accept their report first."
    )


class InstanceUnreadable(Problem):
    """What came is no filled-in form; `reason` says why."""

    code = "instance_unreadable"
    status = 400
    sentence = _("This is no filled-in form of this server. Open the form in Collect, save it and send it again.")


class InstanceConflict(Problem):
    """The same instanceID was sent before with other XML, or by somebody else."""

    code = "instance_conflict"
    status = 409
    sentence = _("This form was sent before with other answers. What was sent first is kept; fill in a new form.")


class TooManyCollectTokens(Problem):
    """A person holds as many keys for phones as one needs."""

    code = "too_many_collect_tokens"
    status = 409
    sentence = _("You have {limit} codes for Collect already. Take back those you no longer use.")


class QuestionsUnsound(Problem):
    """The workbook cannot be asked as it is; its remarks say why."""

    code = "questions_unsound"
    status = 422
    sentence = _("These questions cannot be asked yet. Correct what the list names and upload the file again.")


class QuestionsVersionTaken(Problem):
    """Another workbook of the campaign has the version."""

    code = "questions_version_taken"
    status = 409
    sentence = _("Version {version} was uploaded before with other questions. Give the file a new version.")


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
