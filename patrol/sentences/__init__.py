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
    "photo_reuse.same_shot": _(
        "Photo {number}: the same shot as in an earlier report, only saved anew (detail {likeness} alike)."
    ),
    "photo_reuse.scene_shot_again": _(
        "Photo {number}: the same view as on an earlier visit, shot anew (detail {likeness} alike)."
    ),
    "photo_place.not_told": _("Photo {number}: the camera wrote no position, as most phones do."),
    "photo_place.at_site": _("Photo {number}: the camera's own position is {distance_m} m from the site."),
    "photo_place.some_way_off": _(
        "Photo {number}: the camera's own position is {distance_m} m from the site, more than {ok_m} m."
    ),
    "photo_place.elsewhere": _("Photo {number}: the camera's own position is {km} km from the site."),
    "camera.not_told": _("The photos name no camera."),
    "camera.agrees": _("The photos come from {count} camera ({cameras})."),
    "camera.several": _("The photos come from {count} different cameras ({cameras})."),
    "light.not_told": _("Photo {number}: nothing tells how light it was."),
    "light.day": _("Photo {number}: taken by day; the sun stood {sun_deg}° high."),
    "light.twilight": _("Photo {number}: taken in twilight; the sun stood at {sun_deg}°."),
    "light.night": _("Photo {number}: dated at night and as dark as night is."),
    "light.daylight_at_night": _(
        "Photo {number}: exposed for daylight (value {ev}), but dated at night: the sun stood at {sun_deg}°."
    ),
    "light.bright_at_night": _("Photo {number}: bright as by day, but dated at night: the sun stood at {sun_deg}°."),
    "light.green_in_winter": _("Photo {number}: {green_percent} % green leaves in the middle of winter."),
    "capture.not_told": _("Nothing tells whether the photos were taken in the app."),
    "capture.in_app": _("All {photos} photos were taken in the app during the visit."),
    "capture.mostly_in_app": _("All but {count} of {photos} photos were taken in the app during the visit."),
    "capture.from_album": _("{count} of {photos} photos were chosen from the album, or taken outside the visit."),
    "speed.one_fix": _("There is only one position, so no speed."),
    "speed.believable": _("The phone moved at most {kmh} km/h during the visit."),
    "speed.fast": _("The phone moved {distance_m} m at {kmh} km/h during the visit, faster than {town_kmh} km/h."),
    "speed.impossible": _("The phone moved {distance_m} m at {kmh} km/h during the visit, which nothing does."),
    "travel.no_other_report": _("The person has no other report to compare the way with."),
    "travel.believable": _("The way from the person's nearest other report took {minutes} min for {km} km."),
    "travel.by_train": _("{km} km in {minutes} min from the person's nearest other report: possible by train."),
    "travel.fast": _(
        "{km} km in {minutes} min from the person's nearest other report: {kmh} km/h, more than {limit_kmh}."
    ),
    "travel.impossible": _(
        "{km} km in {minutes} min from the person's nearest other report: {kmh} km/h, which nobody travels."
    ),
    "provenance.none": _("The photo carries no Content Credentials; hardly any does."),
    "provenance.unreadable": _("The photo carries Content Credentials that cannot be read."),
    "provenance.intact": _("Unchanged since “{signer}” signed it; how it was made is not told."),
    "provenance.captured": _("Taken by a camera and unchanged since, as “{signer}” signed."),
    "provenance.edited": _("Its Content Credentials, signed by “{signer}”, say that the picture was edited."),
    "provenance.generated": _("Its Content Credentials, signed by “{signer}”, say that a machine made the picture."),
    "provenance.changed": _("The picture was changed after “{signer}” signed it."),
    "track.none": _("No track was recorded, which is asked of nobody."),
    "track.around_site": _("The recorded track stayed {minutes} min within {near_m} m of the site."),
    "track.passed_by": _("The recorded track stayed only {minutes} min within {near_m} m of the site."),
    "track.some_way_off": _("The recorded track came no nearer than {distance_m} m to the site."),
    "track.elsewhere": _("The recorded track was elsewhere: it came no nearer than {distance_m} m."),
    "track_copy.no_track": _("There is no track to compare with others."),
    "track_copy.own": _("The track is no copy: {percent} % of its points stand in another."),
    "track_copy.parts": _("Parts of the track stand in an earlier one: {percent} % of its points."),
    "track_copy.copy": _("The track is a copy of an earlier one: {percent} % of its points are the same."),
    "device.not_told": _("The phone tells nothing of its clock or queue."),
    "device.in_order": _("The phone's clock and queue are in order."),
    "device.chain_broken": _("An entry of the phone's queue was changed after it was written."),
    "device.chain_gap": _("An entry before this one is missing from the phone's queue; it may still arrive."),
    "device.many_accounts": _("{count} accounts reported with this phone lately, more than {most}."),
    "device.clock_behind": _("The phone's clock was {span} behind."),
    "device.clock_ahead": _("The phone's clock was {span} ahead."),
    "device.old_fix": _("The position was {span} old when the visit began."),
    "pace.believable": _("The visit took {minutes} min; the person made {visits} that day."),
    "pace.two_places_at_once": _("The visit overlaps one at another site by {overlap} min."),
    "pace.many_visits": _("The person made {visits} visits that day, more than {most}."),
    "pace.no_time_to_look": _("The visit took {minutes} min, less than {least}."),
    "cadence.no_organisation": _("The person reports for no organisation."),
    "cadence.usual": _("The organisation sent {today} reports that day, {usual} on a usual one."),
    "cadence.burst_at_quarter_end": _(
        "The organisation sent {today} reports that day, {usual} on a usual one, {days} days before the quarter ends."
    ),
    "sameness.too_short": _("There is no text long enough to be compared."),
    "sameness.own": _("The words of the report are its own."),
    "sameness.others_words": _("The very same words stand in {others} reports of other people."),
    "sameness.own_words": _("The very same words stand in {own} earlier reports of the person."),
    "sameness.answers": _("The very same unusual answers stand in {answers} earlier reports of the person."),
    "history.too_few": _("Too few of the person's reports were decided to say anything."),
    "history.good": _("Officers accepted {percent} % of the person's reports (weighed by age)."),
    "history.mixed": _("Officers accepted only {percent} % of the person's reports (weighed by age)."),
    "history.poor": _("Officers accepted no more than {percent} % of the person's reports (weighed by age)."),
    "photo_file.unreadable": _("Photo {number}: the file could not be read ({error})."),
    "photo_file.missing": _("Photo {number}: it did not come."),
}
WITNESS_NAMES: Final[Words] = {
    "presence": _("Presence"),
    "photo_time": _("Time of the photo"),
    "photo_reuse": _("Reuse of the photo"),
    "photo_file": _("File of the photo"),
    "photo_place": _("Place by the camera"),
    "camera": _("Camera"),
    "light": _("Light and season"),
    "capture": _("Taken in the app"),
    "speed": _("Speed during the visit"),
    "travel": _("Way between reports"),
    "provenance": _("Content Credentials"),
    "track": _("Track"),
    "track_copy": _("Copy of a track"),
    "device": _("Phone"),
    "pace": _("Pace of the day"),
    "cadence": _("Rhythm of the organisation"),
    "sameness": _("Own words"),
    "history": _("Earlier outcomes"),
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
    "photos_missing": _("Photos named in the report did not come within 14 days."),
    "queue_gap": _("An earlier report of the same phone has not arrived."),
    "queue_edited": _("The phone's own record of what it sent does not fit together."),
    "filed_by_officer": _("An officer filed the report from the volunteer's queue file."),
}
# Odd about the way a report came; shown beside the others.
WAYS: Final[Words] = {
    "incomplete": _("Something that every report must hold is missing."),
    "photo_unusable": _("A file sent as a photo is none; it was left out."),
    "findings_left_out": _("More damage was described than a report holds; the rest stands in the original."),
    "form_unknown": _("The answers belong to questions this campaign never asked."),
    "form_odd": _("An answer to the campaign's questions does not hold."),
    "form_missing": _("The campaign's own questions were not answered."),
    "clock_odd": _("The phone's clock was of another age; the times were set right by its clock when it was sent."),
    "times_odd": _("The visit ended before it began: the phone's clock was changed."),
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
# The labels of the form that Collect shows; names are those of `patrol.logic.inspection_form` without their prefix.
INSPECTION: Final[Words] = {
    "site": _("Site"),
    "fix": _("Position"),
    "photo_far": _("Photo from afar: the whole site, from some steps back"),
    "photo_near": _("Near photo: the part that tells how it is"),
    "condition": _("State of preservation"),
    "checklist": _("Checklist"),
    "more_wanted": _("Did you see something else the checklist asks about?"),
    "more": _("More questions"),
    "finding": _("Damage or danger"),
    "kind": _("Kind of damage"),
    "severity": _("How severe is it?"),
    "finding_note": _("Describe it in a few words"),
    "finding_photo": _("Photo of the damage"),
    "note": _("Your note"),
    "yes": _("Yes"),
    "no": _("No"),
    "unsure": _("Unsure"),
}
# Why a form of Collect could not become a report, by the code of the refusal.
REFUSED_FORMS: Final[Words] = {
    "not_found": _("The site it names is not in the register."),
    "report_unreadable": _("A value in it cannot be right: a date that is none, or a word no vocabulary knows."),
    "report_incomplete": _("The state of preservation is missing."),
    "report_conflict": _("A report with its number came by another way, with other content."),
}
UNSAFE: Final[Words] = {
    "guardian_consent_missing": _("A minor without a guardian's consent."),
    "age_unknown": _("Nobody knows how old the person is."),
    "child_alone": _("A child alone."),
    "too_young_for_difficult": _("A minor in difficult ground."),
    "insurance_missing": _("Without insurance."),
    "buddy_missing": _("Alone in difficult ground."),
    "site_unknown": _("A site named is not known."),
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
# What is the matter with a workbook of questions, by the remark's code.
REMARKS: Final[Words] = {
    "pyxform": "{message}",
    "file_kind": _("This is no XLSForm: .xlsx, .xls and .csv files are taken."),
    "file_large": _("The file is larger than {limit_mb} MB."),
    "file_unreadable": _("The file is damaged or no workbook ({error}). Save it anew from your spreadsheet program."),
    "no_questions": _("The sheet holds no question that can be shown."),
    "too_many_rows": _("The sheet holds more than {limit} rows."),
    "type_not_supported": _("The type “{type}” is not supported."),
    "column_not_supported": _("This column is not supported; leave it empty."),
    "or_other": _("“or_other” is not supported: add a choice “other” and a text question that is relevant to it."),
    "left_out": _("“{type}” is left out: the report records it by itself."),
    "appearance": _("The appearance is kept for nobody: the page has its own look."),
    "media": _("Pictures and sounds of labels are not shown."),
    "label_missing": _("There is no label."),
    "label_computed": _("A label with an answer of another question in it is not supported."),
    "default_not_supported": _("Only a fixed value is supported here."),
    "choices_from_elsewhere": _("Choices from a file or from another question are not supported ({list})."),
    "too_many_choices": _("There are more than {limit} choices."),
    "choice_twice": _("A choice stands twice in the list “{list}”."),
    "name_not_supported": _(
        "The name must begin with a letter and hold only letters of the Latin alphabet, digits, “_”, “-” and “.”."
    ),
    "name_reserved": _("Names that begin with “hp_” belong to the inspection itself."),
    "name_twice": _("Another question has the same name."),
    "reference_unknown": _("There is no question “{reference}”."),
    "circle": _("Whether it is asked depends on itself."),
    "expression_function": _("The function {what}() is not supported."),
    "expression_arguments": _("The function {what}() is given too many or too few values."),
    "expression_path": _("Paths are not supported (“{what}”): write ${{name}}."),
    "expression_pattern": _(
        "The pattern “{what}” is not supported: it could be slow or mean something else on a phone."
    ),
    "expression_syntax": _("The expression cannot be read at “{what}”."),
    "expression_too_long": _("The expression is too long or too deep ({what})."),
    "language_not_shown": _("The language “{language}” is not shown: Chinese (zh) and English (en) are."),
    "language_incomplete": _("Some words are missing in “{language}”; the others stand in for them."),
}
# Why an answer to a campaign's question does not hold.
TROUBLES: Final[Words] = {
    "unknown": _("There is no such question."),
    "irrelevant": _("This was not asked after the other answers."),
    "required": _("This question must be answered."),
    "type": _("This is no value of the kind that is asked for."),
    "choice": _("This is none of the choices."),
    "constraint": _("This value is not allowed here."),
}
# What the page says around a campaign's questions (`patrol/static/patrol/field/questions.js`).
QUESTION_WORDS: Final[Words] = {
    "optional": _("optional"),
    "required": _("Please answer this question."),
    "type_integer": _("Enter a whole number."),
    "type_decimal": _("Enter a number, with a point for decimals."),
    "type_date": _("Choose a day."),
    "type_text": _("This is too long."),
    "choice": TROUBLES["choice"],
    "constraint": TROUBLES["constraint"],
    "locate": _("Take the position here"),
    "locating": _("Looking for your position…"),
    "unreadable": _("This file is no picture that can be read. Take it again."),
    "no_place": _("There is no position yet. Step into the open and try again."),
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
    return str(IRREGULARITIES.get(code) or WAYS.get(code, code))


def refusal_sentence(code: str) -> str:
    """Say why a form of Collect could not become a report, in the reader's language."""
    return str(REFUSED_FORMS.get(code, code))


def remark_sentence(remark: Mapping[str, Any]) -> str:
    """Say what is the matter with a workbook and where: "row 7, column relevant: …"."""
    sentence = str(REMARKS.get(remark["code"], remark["code"])).format_map(remark["params"])
    words = {"row": remark["row"], "column": remark["column"], "sheet": remark["sheet"]}
    if remark["row"] and remark["column"]:
        return gettext("row {row}, column {column}: {sentence}").format(sentence=sentence, **words)
    if remark["row"] and remark["sheet"] not in ("", "survey"):
        return gettext("sheet {sheet}, row {row}: {sentence}").format(sentence=sentence, **words)
    return gettext("row {row}: {sentence}").format(sentence=sentence, **words) if remark["row"] else sentence


def missing_sentence(missing: Missing) -> str:
    """Say what a report still lacks, in the reader's language."""
    return str(MISSING.get(missing.code, missing.code))


def unsafe_sentence(code: str) -> str:
    """Say which rule an outing did not keep, in the reader's language."""
    return str(UNSAFE.get(code, code))


def track_reason(code: str) -> str:
    """Say why a track is not usable for hours, in the reader's language."""
    return str(TRACK_REASONS.get(code, code))


def missing_sentences() -> dict[str, str]:
    """Return every sentence about what a report lacks by its code, for a page that works without a network."""
    return {code: str(sentence) for code, sentence in MISSING.items()}


def span(minutes: int) -> str:
    """Say a span of time roughly: minutes below two hours, hours below two days, else days."""
    if minutes < 2 * HOUR:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    if minutes < 2 * DAY:
        return gettext("{count} hours").format(count=round(minutes / HOUR))
    return gettext("{count} days").format(count=round(minutes / DAY))
