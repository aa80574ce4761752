"""What is refused about outings: their rules of safety, their tracks, their positions."""

from django.utils.translation import gettext_lazy as _

from core.errors import Problem


class OutingConflict(Problem):
    """The id is another outing's, or the same revision was sent with other content."""

    code = "outing_conflict"
    status = 409
    sentence = _("Another patrol was sent under the same number. Start a new one.")


class BuddyUnknown(Problem):
    """No active volunteer has this number, or it is one's own."""

    code = "buddy_unknown"
    status = 422
    sentence = _("No active volunteer has this number. Ask your companion for it; it stands on their profile.")


class GuardianConsentMissing(Problem):
    """A minor goes out with a guardian's consent only."""

    code = "guardian_consent_missing"
    status = 409
    sentence = _("People under age need their guardian's written consent. Give it to your organisation; it records it.")


class AgeUnknown(Problem):
    """Who might be a child is not sent as if grown up."""

    code = "age_unknown"
    status = 409
    sentence = _("Nobody has noted how old this person is. Tell the organisation the date of birth; it records it.")


class ChildAlone(Problem):
    """A child never goes alone."""

    code = "child_alone"
    status = 409
    sentence = _("A child does not go on patrol alone. Name the adult who comes along.")


class TooYoungForDifficult(Problem):
    """Minors are not sent to difficult ground."""

    code = "too_young_for_difficult"
    status = 409
    sentence = _("This site lies in difficult ground and is for adults only. Choose another site.")


class InsuranceMissing(Problem):
    """No accident insurance is recorded for today, and this site needs one."""

    code = "insurance_missing"
    status = 409
    sentence = _("No accident insurance is recorded for you. Ask your organisation to take one out and to record it.")


class BuddyMissing(Problem):
    """Nobody goes to difficult ground alone."""

    code = "buddy_missing"
    status = 409
    sentence = _("A site of this patrol lies in difficult ground. Name the person who comes along.")


class TrackConsentMissing(Problem):
    """The person has not consented to their track being kept."""

    code = "track_consent_missing"
    status = 409
    sentence = _("You have not agreed that your track is kept. You can agree on the page of the patrol, or go without.")


class PositionConsentMissing(Problem):
    """The person has not consented to their last position being shared."""

    code = "position_consent_missing"
    status = 409
    sentence = _("You have not agreed that your last position is shared. You can agree on the page of the patrol.")


class OutingEnded(Problem):
    """The outing is over: nothing more is known of where the person is."""

    code = "outing_ended"
    status = 409
    sentence = _("This patrol has ended. Your position is no longer taken.")


class TrackConflict(Problem):
    """A piece of the track was sent before with other points, or lies beyond the last one."""

    code = "track_conflict"
    status = 409
    sentence = _("This piece of the track was sent before with other points. Nothing was changed.")


class TrackClosed(Problem):
    """Points of the track were dropped already, as the rules of privacy want it."""

    code = "track_closed"
    status = 409
    sentence = _("This track was closed and its points are deleted. New points are no longer taken.")


class GpxUnreadable(Problem):
    """The file is no GPX, damaged, hostile or endless; `reason` names it."""

    code = "gpx_unreadable"
    status = 422
    sentence = _("The file could not be read as GPX ({reason}). Export it again from the device and send it once more.")


class GpxWithoutTrack(Problem):
    """The file holds waypoints at most."""

    code = "gpx_without_track"
    status = 422
    sentence = _("The file holds no track, only {waypoints} single points. Choose the file of the recorded way.")


class GpxTooLarge(Problem):
    """The file is larger than a track of a day is."""

    code = "gpx_too_large"
    status = 413
    sentence = _("The file is larger than {limit_mb} MB. Leave out other days and send only the track of this patrol.")
