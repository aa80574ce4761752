"""How what a phone sends is checked, value by value, and read into plain values."""

import json
import math
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NoReturn
from uuid import UUID

from django.utils.dateparse import parse_datetime
from rest_framework import serializers

from patrol.errors import ReportUnreadable, TooManyPhotos
from patrol.logic.report import Fix, ReportFinding, ReportPhoto, SubmittedReport
from patrol.logic.submission import (
    ANSWERS,
    MOST_FINDINGS,
    MOST_PHOTOS,
    NOTE_CHARACTERS,
    QueuePlace,
    Submission,
    is_of_our_days,
)
from patrol.models import Photo, Report
from patrol.queries.words import are_conditions, are_finding_kinds, are_questions
from patrol.serializers.marks import MarkField

MOST_ANSWERS = 200


class MomentField(serializers.DateTimeField):
    """A moment near our own days: a clock that was never set, or one of another age, is no fact about a visit."""

    def to_internal_value(self, value: Any) -> datetime:
        """Refuse years before 2000 and from 2100 on."""
        moment = super().to_internal_value(value)
        if not is_of_our_days(moment):
            raise serializers.ValidationError("not a moment of our days", code="out_of_range")
        return moment


class NumberField(serializers.FloatField):
    """A number that is one: what counts as a float elsewhere ("nan", infinity) is no measurement."""

    def to_internal_value(self, data: Any) -> float:
        """Refuse what cannot be compared."""
        number = super().to_internal_value(data)
        if not math.isfinite(number):
            self.fail("invalid")
        return number


class FixSerializer(serializers.Serializer[Any]):
    """A position by the phone, WGS-84."""

    latitude = NumberField(min_value=-90, max_value=90)
    longitude = NumberField(min_value=-180, max_value=180)
    accuracy_m = NumberField(min_value=0, max_value=1e7, allow_null=True, default=None)
    at = serializers.DateTimeField(allow_null=True, default=None)


class ReportPhotoSerializer(serializers.Serializer[Any]):
    """A photo's place in a report; its file is the part `photo_<position>`."""

    position = serializers.IntegerField(min_value=0, required=False)
    role = serializers.ChoiceField(choices=Photo.Role.values)
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")
    taken_at = serializers.DateTimeField(allow_null=True, default=None)
    fix = FixSerializer(allow_null=True, default=None)
    heading_deg = NumberField(min_value=0, max_value=360, allow_null=True, required=False)
    # By the phone's clock, which may have been set back in between: any number.
    fix_age_s = NumberField(allow_null=True, required=False)
    photo_point = serializers.UUIDField(allow_null=True, required=False)
    is_original = serializers.BooleanField(allow_null=True, required=False)


class ReportFindingSerializer(serializers.Serializer[Any]):
    """Damage or danger seen."""

    position = serializers.IntegerField(min_value=0, required=False)
    kind = serializers.CharField(max_length=32, allow_null=True, default=None)
    severity = serializers.IntegerField(min_value=0, max_value=4, allow_null=True, default=None)
    note = serializers.CharField(max_length=NOTE_CHARACTERS, allow_blank=True, default="")
    mark = MarkField(allow_null=True, required=False)

    def validate_kind(self, code: str | None) -> str | None:
        """Take a kind of the vocabulary only."""
        return _known(code, are_finding_kinds)


class CampaignAnswersSerializer(serializers.Serializer[Any]):
    """Answers to a campaign's own questions, with the version of the questions."""

    version = serializers.CharField(max_length=64)
    answers = serializers.DictField(allow_empty=True)

    def validate_answers(self, answers: dict[str, Any]) -> dict[str, Any]:
        """Keep the number of answers in bounds; what they mean is known with their questions."""
        if len(answers) > MOST_ANSWERS:
            raise serializers.ValidationError("too many answers", code="max_length")
        return answers


class ReportSerializer(serializers.Serializer[Any]):
    """The JSON of a report."""

    kind = serializers.ChoiceField(choices=Report.Kind.values, default=Report.Kind.FULL.value)
    site = serializers.UUIDField()
    assignment = serializers.UUIDField(allow_null=True, default=None)
    arrived_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField()
    fix = FixSerializer(allow_null=True, default=None)
    condition = serializers.CharField(max_length=32, allow_null=True, default=None)
    answers = serializers.DictField(child=serializers.ChoiceField(choices=ANSWERS), default=dict, allow_empty=True)
    findings = ReportFindingSerializer(many=True, default=list, max_length=MOST_FINDINGS)  # type: ignore[call-arg]
    note = serializers.CharField(max_length=NOTE_CHARACTERS, allow_blank=True, default="")
    photos = ReportPhotoSerializer(many=True, default=list)
    outing = serializers.UUIDField(allow_null=True, required=False)
    form = CampaignAnswersSerializer(allow_null=True, required=False)

    def validate_condition(self, code: str | None) -> str | None:
        """Take a condition of the vocabulary only."""
        return _known(code, are_conditions)

    def validate_answers(self, answers: dict[str, str]) -> dict[str, str]:
        """Take answers to questions of the checklist only."""
        if len(answers) > MOST_ANSWERS or not are_questions(answers.keys()):
            raise serializers.ValidationError("not a question of the checklist", code="unknown")
        return answers

    def validate_photos(self, photos: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Let a position say nothing else than the order."""
        return _in_order(photos)

    def validate_findings(self, findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Let a position say nothing else than the order."""
        return _in_order(findings)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Let a visit end after it began."""
        times = (attrs["arrived_at"], attrs["finished_at"])
        # A clock that was set in between tells nothing of the order; such times are set right when they are kept.
        if times[1] < times[0] and all(map(is_of_our_days, times)):
            raise serializers.ValidationError({"finished_at": serializers.ErrorDetail("before arrived_at", "order")})
        if any(_marked_photo(one) >= len(attrs["photos"]) for one in attrs["findings"]):
            raise serializers.ValidationError({"findings": serializers.ErrorDetail("mark on no photo", "unknown")})
        return attrs


class ReportUploadSerializer(serializers.Serializer[Any]):
    """The parts of the request; further parts `photo_1`, `photo_2`, … hold the other photos."""

    report = ReportSerializer()
    sent_at = MomentField(required=False)
    photo_0 = serializers.FileField(required=False)


class QueueSerializer(serializers.Serializer[Any]):
    """A report's place in its phone's queue."""

    device = serializers.UUIDField()
    sequence = serializers.IntegerField(min_value=0, max_value=2**53)
    previous = serializers.RegexField(r"^([0-9a-f]{64})?$", allow_blank=True, default="")


class ReportSentSerializer(serializers.Serializer[Any]):
    """The request of a report whose photos follow."""

    report = ReportSerializer()
    sent_at = MomentField(required=False)
    queue = QueueSerializer(required=False, allow_null=True)


class AskedSerializer(serializers.Serializer[Any]):
    """The reports asked about."""

    ids = serializers.ListField(child=serializers.UUIDField(), max_length=100)


def read_submission(report_id: UUID, text: object, sent_at: object) -> Submission:
    """Read the parts of a form; raises ReportUnreadable, naming each wrong value by its path."""
    return _submission(report_id, json_object(text), sent_at, None)


def read_sent(report_id: UUID, said: Mapping[str, Any]) -> Submission:
    """Read `{"report", "sent_at", "queue"}`; raises ReportUnreadable, naming each wrong value by its path."""
    if not isinstance(said.get("report"), dict):
        raise ReportUnreadable(errors=[{"path": "report", "code": "required"}])
    return _submission(report_id, said["report"], said.get("sent_at"), _queue(said.get("queue")))


def read_entry(report_id: UUID, text: str) -> Submission:
    """Read an entry of a queue file, `{"report", "queue"}`, as strictly as a request."""
    return read_sent(report_id, json_object(text))


def _submission(report_id: UUID, payload: dict[str, Any], sent_at: object, queue: QueuePlace | None) -> Submission:
    try:
        values = _reader().run_validation(payload)
    except serializers.ValidationError as refusal:
        raise ReportUnreadable(errors=_flat(refusal.detail)) from None
    if len(values["photos"]) > MOST_PHOTOS:
        raise TooManyPhotos(limit=MOST_PHOTOS)
    return Submission(
        report=_report(str(report_id), values),
        payload=payload,
        assignment=str(values["assignment"]) if values["assignment"] else None,
        sent_at=_moment(sent_at),
        queue=queue,
    )


@cache
def _reader() -> ReportSerializer:
    """Return the one reader of reports: checking keeps nothing in it, and making it costs more than checking."""
    return ReportSerializer()


def _queue(said: object) -> QueuePlace | None:
    if said is None:
        return None
    checked = QueueSerializer(data=said)
    if not checked.is_valid():
        raise ReportUnreadable(errors=_flat(checked.errors, "queue"))
    values = checked.validated_data
    return QueuePlace(str(values["device"]), values["sequence"], values["previous"])


def json_object(text: object) -> dict[str, Any]:
    """Parse the text strictly: no NaN, nothing PostgreSQL cannot store, nothing nested too deeply to be walked."""
    if not isinstance(text, str):
        raise ReportUnreadable(errors=[{"path": "report", "code": "required"}])
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
        written = json.dumps(found, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise ReportUnreadable(errors=[{"path": "report", "code": "invalid"}]) from None
    if not isinstance(found, dict) or b"\\u0000" in written:
        raise ReportUnreadable(errors=[{"path": "report", "code": "invalid"}])
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _report(report_id: str, values: Mapping[str, Any]) -> SubmittedReport:
    return SubmittedReport(
        id=report_id,
        site=str(values["site"]),
        arrived_at=values["arrived_at"],
        finished_at=values["finished_at"],
        fix=_fix(values["fix"]),
        condition=values["condition"],
        answers=values["answers"],
        findings=tuple(ReportFinding(one["kind"], one["severity"], one["note"]) for one in values["findings"]),
        photos=tuple(
            ReportPhoto(one["sha256"], one["role"], one["taken_at"], _fix(one["fix"])) for one in values["photos"]
        ),
        note=values["note"],
        kind=values["kind"],
    )


def _fix(values: Mapping[str, Any] | None) -> Fix | None:
    if values is None:
        return None
    return Fix(values["longitude"], values["latitude"], values["accuracy_m"], values["at"])


def _moment(text: object) -> datetime | None:
    """Read the attempt's clock; an unreadable one is no reason to lose a report."""
    try:
        moment = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _marked_photo(finding: Mapping[str, Any]) -> int:
    return int((finding.get("mark") or {}).get("photo", -1))


def _known(code: str | None, are_words: Callable[[Collection[str]], bool]) -> str | None:
    if code is not None and not are_words([code]):
        raise serializers.ValidationError("not a word of the vocabulary", code="unknown")
    return code


def _in_order(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if any(item.get("position", index) != index for index, item in enumerate(items)):
        raise serializers.ValidationError("positions count from 0 in the order of the list", code="order")
    return items


def _flat(errors: Any, path: str = "") -> list[dict[str, str]]:
    """Turn nested errors into a list of paths with codes."""
    if isinstance(errors, Mapping):
        pairs = [(str(key), value) for key, value in errors.items()]
    elif errors and not all(isinstance(one, serializers.ErrorDetail) for one in errors):
        pairs = [(str(index), value) for index, value in enumerate(errors)]
    else:
        return [{"path": path, "code": str(one.code)} for one in errors]
    return [one for key, value in pairs for one in _flat(value, f"{path}.{key}".removeprefix("."))]
