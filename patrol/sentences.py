"""Codes put into words: what witnesses say, what was odd about a report, what is missing in one."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from patrol.logic.report import Missing

Words = Mapping[str, str | Promise]

WITNESSES: Final[Words] = {
    "presence.no_fix": _("The phone gave no position."),
    "presence.on_site": _("The phone was at the site: {distance_m} m away, accurate to {accuracy_m} m."),
    "presence.near_site": _("The phone was near the site: {distance_m} m away, within the {person_m} m allowed."),
    "presence.some_way_off": _("The phone was {distance_m} m from the site, more than the {person_m} m allowed."),
    "presence.not_on_site": _("The phone was {distance_m} m from the site, which is beyond {absent_m} m."),
    "presence.accuracy_suspicious": _("The phone was {distance_m} m from the site and claimed no believable accuracy."),
    "presence.fix_too_coarse": _("The position is accurate to {accuracy_m} m only, too coarse to place anybody."),
    "photo_time.no_clock": _("Photo {number}: no clock tells when it was taken."),
    "photo_time.during_visit": _("Photo {number}: taken during the visit, says {source}."),
    "photo_time.in_the_future": _(
        "Photo {number}: dated {span} after it arrived, says {source}. A clock is set wrong."
    ),
    "photo_time.before_visit": _("Photo {number}: taken {span} before the visit began, says {source}."),
    "photo_time.clocks_disagree": _("Photo {number}: {source} and {other_source} differ by {span}."),
    "photo_reuse.not_seen_before": _("Photo {number}: not seen in another report."),
    "photo_reuse.same_file": _("Photo {number}: the same file stands in an earlier report."),
    "photo_reuse.looks_same": _("Photo {number}: looks the same as a photo of another site."),
    "photo_reuse.looks_same_at_same_site": _("Photo {number}: looks the same as an earlier photo of this site."),
    "photo_reuse.looks_similar": _("Photo {number}: resembles a photo of an earlier report."),
    "photo_file.unreadable": _("Photo {number}: the file could not be read ({error})."),
}
WITNESS_NAMES: Final[Words] = {
    "presence": _("Presence"),
    "photo_time": _("Time of the photo"),
    "photo_reuse": _("Reuse of the photo"),
    "photo_file": _("File of the photo"),
}
CLOCKS: Final[Words] = {
    "gps": _("the satellite time"),
    "shutter": _("the phone's clock"),
    "exif": _("the camera's clock"),
}
IRREGULARITIES: Final[Words] = {
    "no_assignment": _("There was no assignment for this visit."),
    "unknown_assignment": _("The assignment named is not known."),
    "assignment_elsewhere": _("The assignment named is for another site."),
    "assignment_of_another": _("The assignment named is somebody else's."),
    "assignment_not_open": _("The assignment was no longer open."),
    "outside_campaign": _("No campaign ran here on that day."),
    "no_right": _("The account has no right to report here."),
    "inactive_volunteer": _("The volunteer's profile is not active."),
}
MISSING: Final[Words] = {
    "fix_missing": _("The position is missing. Allow the browser to use it and take it outdoors."),
    "accuracy_missing": _("The accuracy of the position is missing. Take the position again."),
    "condition_missing": _("Choose the state of preservation."),
    "answer_missing": _("Answer every question of the checklist."),
    "photo_far_missing": _("A photo of the whole site from afar is missing."),
    "photo_near_missing": _("A near photo is missing."),
    "photos_too_few": _("Two different photos are needed."),
    "finding_kind_missing": _("Choose what kind of damage was found."),
    "finding_severity_missing": _("Choose how severe the damage is."),
    "finding_note_missing": _("Describe severe damage in a few words."),
}
TRACK_REASONS: Final[Words] = {
    "no_points": _("The track holds no position."),
    "no_time": _("The track holds no times, so it is no proof of hours. It is kept as a way."),
    "times_disordered": _("The times of the track run backwards too often to be believed."),
    "impossible_jump": _("The track jumps farther than anybody travels in that time."),
    "too_short": _("The track is shorter than a minute."),
    "copy": _("The same track was sent with another patrol."),
    "outside_outing": _("The track was recorded at another time than this patrol."),
}
REMOVED_POINTS: Final[Words] = {
    "no_place": _("without a place"),
    "no_time": _("without a time"),
    "same_time": _("with a time that was there before"),
    "backwards": _("with a time running backwards"),
    "jump": _("off the way by a jump"),
}
HOUR, DAY = 60, 24 * 60


def witness_sentence(code: str, params: Mapping[str, Any]) -> str:
    """Say what a witness says, in the reader's language; a code of a later version stands for itself."""
    if code not in WITNESSES:
        return code
    words = dict(params)
    words["number"] = int(words.get("position") or 0) + 1
    words["span"] = span(int(words.get("minutes") or 0))
    for key in ("source", "other_source"):
        words[key] = str(CLOCKS.get(str(words.get(key)), ""))
    return str(WITNESSES[code]).format_map(words)


def witness_name(name: str) -> str:
    """Name the witness in the reader's language."""
    return str(WITNESS_NAMES.get(name, name))


def irregularity_sentence(code: str) -> str:
    """Say what was odd about a report, in the reader's language."""
    return str(IRREGULARITIES.get(code, code))


def missing_sentence(missing: Missing) -> str:
    """Say what a report still lacks, in the reader's language."""
    return str(MISSING.get(missing.code, missing.code))


def track_reason(code: str) -> str:
    """Say why a track is not usable for hours, in the reader's language."""
    return str(TRACK_REASONS.get(code, code))


def span(minutes: int) -> str:
    """Say a span of time roughly: minutes below two hours, hours below two days, else days."""
    if minutes < 2 * HOUR:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    if minutes < 2 * DAY:
        return gettext("{count} hours").format(count=round(minutes / HOUR))
    return gettext("{count} days").format(count=round(minutes / DAY))
