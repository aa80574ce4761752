"""How a filled-in form of Collect is read: the one place that turns it into the report every other client sends."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.utils.dateparse import parse_datetime

from patrol.logic.inspection_form import CAMPAIGN_GROUP, questions_version
from patrol.logic.instance import Instance, text_of
from patrol.logic.questions import image_questions
from patrol.logic.submission import MOST_FINDINGS, MOST_PHOTOS, NOTE_CHARACTERS, Submission
from patrol.models import Photo, QuestionForm
from patrol.serializers.submitted import read_submission

ANSWER: Final = "hp_answer_"


@dataclass(frozen=True, slots=True)
class NamedPhoto:
    """A file that a filled-in form names, and what it shows."""

    name: str
    role: str


def named_photos(instance: Instance, image_questions: Iterable[str] = ()) -> list[NamedPhoto]:
    """List the photos the form names, in the order in which a report shows them, each name once."""
    asked = set(image_questions)
    found = [
        NamedPhoto(instance.text("hp_photo_far"), Photo.Role.FAR),
        NamedPhoto(instance.text("hp_photo_near"), Photo.Role.NEAR),
        *(NamedPhoto(text_of(one, "hp_finding_photo"), Photo.Role.FINDING) for one in instance.root.iter("hp_finding")),
        *(NamedPhoto(said, Photo.Role.QUESTION) for name, said in instance.leaves(CAMPAIGN_GROUP) if name in asked),
    ]
    return list({one.name: one for one in reversed(found) if one.name}.values())[::-1]


@dataclass(frozen=True, slots=True)
class InstanceReading:
    """A filled-in form, and how it is read as a report; `sent_at` is the phone's clock at the attempt."""

    instance: Instance
    photos: tuple[NamedPhoto, ...]
    sent_at: datetime | None = None

    @property
    def files(self) -> list[str]:
        """Return the names of the files the form names."""
        return [one.name for one in self.photos]

    def submission(self, hashes: Mapping[str, str], lost: Collection[str]) -> Submission:
        """Turn the form into a submission with the usable files (SHA-256 by name).

        Whatever is odd but can be stored becomes an irregularity; raises ReportUnreadable where it cannot.
        """
        usable = [one for one in self.photos if one.name in hashes][:MOST_PHOTOS]
        payload, odd = _payload(self.instance, usable, hashes)
        if lost:
            odd.append("photos_missing")
        if set(self.files) - set(lost) - set(hashes):
            odd.append("photo_unusable")
        submission = read_submission(self.instance.id, json.dumps(payload), None)
        return replace(
            submission, channel="odk", sent_at=self.sent_at, irregularities=tuple(odd), is_kept_incomplete=True
        )


def reading_of(instance: Instance, sent_at: datetime | None = None) -> InstanceReading:
    """Say how a form is read."""
    return InstanceReading(instance, tuple(named_photos(instance, _image_questions(instance))), sent_at)


def _image_questions(instance: Instance) -> list[str]:
    """Name the campaign's questions answered by a picture, in any campaign that had this version."""
    version = questions_version(instance.version)
    forms = QuestionForm.objects.filter(version=version).values_list("form", flat=True) if version else ()
    return [name for form in forms for name in image_questions(form)]


def _payload(
    instance: Instance, photos: list[NamedPhoto], hashes: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    arrived, finished, odd = _times(instance)
    findings = list(_findings(instance))
    if len(findings) > MOST_FINDINGS:
        odd.append("findings_left_out")
    return {
        "site": instance.text("hp_site"),
        "assignment": instance.text("hp_assignment") or None,
        "arrived_at": arrived,
        "finished_at": finished,
        "fix": _fix(instance.text("hp_fix")),
        "condition": instance.text("hp_condition") or None,
        "answers": _answers(instance),
        "findings": findings[:MOST_FINDINGS],
        "note": instance.text("hp_note")[:NOTE_CHARACTERS],
        "photos": [{"role": one.role, "sha256": hashes[one.name]} for one in photos],
        **_form(instance, hashes),
        # Names the XML itself, so that the report's content cannot be the same for another.
        "instance": {"id": instance.instance_id, "form": instance.form_id, "version": instance.version},
    }, odd


def _times(instance: Instance) -> tuple[str, str, list[str]]:
    """Return beginning and end; a clock set back during the visit gives the end for both, and an irregularity."""
    arrived, finished = instance.text("hp_arrived_at"), instance.text("hp_finished_at")
    moments = [_moment(text) for text in (arrived, finished)]
    if None not in moments and moments[1] < moments[0]:  # type: ignore[operator]
        return finished, finished, ["times_odd"]
    return arrived, finished, []


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _fix(text: str) -> dict[str, float] | None:
    """Read "latitude longitude altitude accuracy"; anything else is no position."""
    try:
        latitude, longitude, *rest = [float(part) for part in text.split()]
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    accuracy = rest[1] if len(rest) == 2 and 0 <= rest[1] <= 1e7 else None
    return {"latitude": latitude, "longitude": longitude, **({} if accuracy is None else {"accuracy_m": accuracy})}


def _answers(instance: Instance) -> dict[str, str]:
    said = ((element.tag, (element.text or "").strip()) for element in instance.root.iter())
    return {tag.removeprefix(ANSWER): text for tag, text in said if tag.startswith(ANSWER) and text}


def _findings(instance: Instance) -> Iterator[dict[str, Any]]:
    for one in instance.root.iter("hp_finding"):
        kind, severity, note = (text_of(one, name) for name in ("hp_kind", "hp_severity", "hp_finding_note"))
        if kind or severity or note:
            degree = int(severity) if severity in {"0", "1", "2", "3", "4"} else None
            yield {"kind": kind or None, "severity": degree, "note": note[:NOTE_CHARACTERS]}


def _form(instance: Instance, hashes: Mapping[str, str]) -> dict[str, Any]:
    """Return the campaign's answers as text by name; a picture's file name becomes its SHA-256."""
    answers = {name: hashes.get(said, said) for name, said in instance.leaves(CAMPAIGN_GROUP) if said}
    version = questions_version(instance.version)
    return {"form": {"version": version or "unknown", "answers": answers}} if version or answers else {}
