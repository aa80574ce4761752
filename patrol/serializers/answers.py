"""How the field's answers are written."""

import json
from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from patrol.models import Assignment, ChecklistItem, Evidence, FindingKind, Photo, Report, Review, Severity
from patrol.queries.arrivals import PHOTO_STATES
from patrol.queries.reports import irregularities_of
from patrol.sentences import irregularity_sentence, witness_name, witness_sentence
from patrol.serializers.questions import QuestionFormSerializer
from sites.models import Condition, Site

GEOJSON = {"type": "object", "nullable": True, "description": "GeoJSON geometry, WGS-84; null where it is not public"}


class SiteRefSerializer(serializers.ModelSerializer[Site]):
    """A site by name."""

    class Meta:
        """Names only: no place."""

        model = Site
        fields = ("id", "code", "name")


class SitePlaceSerializer(serializers.ModelSerializer[Site]):
    """A site read through `visible_sites`, with the place its viewer may know."""

    level = serializers.CharField(source="level_id")
    level_label = serializers.CharField(source="level.label")
    district = serializers.CharField(source="district_id")
    is_exact = serializers.BooleanField()
    place = serializers.SerializerMethodField()

    class Meta:
        """The place is the shown one."""

        model = Site
        fields = ("id", "code", "name", "level", "level_label", "district", "visit_minutes", "is_exact", "place")

    @extend_schema_field(GEOJSON)
    def get_place(self, site: Any) -> dict[str, Any] | None:
        """Write the shown place as GeoJSON."""
        return None if site.place is None else json.loads(site.place.geojson)


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """A visit somebody is asked to make; `with` names who goes there as well, "" for nobody."""

    site = SitePlaceSerializer()

    def get_fields(self) -> dict[str, Any]:
        """Add `with`, which is no name in Python."""
        return super().get_fields() | {"with": serializers.CharField(source="other_name")}

    class Meta:
        """What the volunteer needs."""

        model = Assignment
        fields = ("id", "status", "origin", "do_by", "made_at", "site")


class TakeSerializer(serializers.Serializer[Any]):
    """Which site to take."""

    site = serializers.UUIDField()


class IrregularitySerializer(serializers.Serializer[Any]):
    """Something odd about a report, and its sentence."""

    code = serializers.CharField()
    sentence = serializers.CharField()

    def to_representation(self, instance: str) -> dict[str, str]:
        """Put the code into words."""
        return {"code": instance, "sentence": irregularity_sentence(instance)}


class ReceiptPhotoSerializer(serializers.Serializer[Any]):
    """A photo the report names, and how far it has come; `error` says why one cannot be read."""

    position = serializers.IntegerField()
    role = serializers.ChoiceField(choices=Photo.Role.choices)
    sha256 = serializers.CharField()
    state = serializers.ChoiceField(choices=PHOTO_STATES)
    error = serializers.CharField()


class ReceiptSerializer(serializers.Serializer[Any]):
    """Proof that a report arrived, and where it stands."""

    id = serializers.UUIDField()
    received_at = serializers.DateTimeField()
    content_sha256 = serializers.CharField()
    is_complete = serializers.BooleanField()
    photos = ReceiptPhotoSerializer(many=True)
    irregularities = IrregularitySerializer(many=True)
    status = serializers.ChoiceField(choices=Review.State.choices)


class PhotoStandingSerializer(serializers.Serializer[Any]):
    """How far a photo has come: `received_bytes` of `size`, null before the first piece."""

    sha256 = serializers.CharField()
    state = serializers.ChoiceField(choices=PHOTO_STATES)
    received_bytes = serializers.IntegerField()
    size = serializers.IntegerField(allow_null=True)


class StatusSerializer(serializers.Serializer[Any]):
    """Receipts of many reports, and the ids under which nothing of the sender's is here."""

    results = ReceiptSerializer(many=True)
    unknown = serializers.ListField(child=serializers.UUIDField())


class ReportRowSerializer(serializers.ModelSerializer[Report]):
    """A report in a list."""

    site = SiteRefSerializer()
    condition = serializers.CharField(source="condition_id")
    status = serializers.ChoiceField(choices=Review.State.choices, source="review.state")
    max_severity = serializers.IntegerField(source="review.max_severity")
    photos = serializers.IntegerField(source="photo_count")
    is_complete = serializers.SerializerMethodField()
    irregularities = serializers.SerializerMethodField()

    class Meta:
        """One line."""

        model = Report
        fields = (
            "id", "site", "finished_at", "received_at", "condition", "kind", "status", "max_severity", "photos",
            "is_complete", "irregularities",
        )  # fmt: skip

    def get_is_complete(self, report: Report) -> bool:
        """Say whether all its photos are here."""
        return report.review.photos == Review.Photos.COMPLETE

    @extend_schema_field(IrregularitySerializer(many=True))
    def get_irregularities(self, report: Report) -> Any:
        """Put what was odd into words."""
        return IrregularitySerializer(irregularities_of(report), many=True).data


class WitnessSerializer(serializers.Serializer[Any]):
    """What one check measured, and what it says in words."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    outcome = serializers.ChoiceField(choices=["pass", "unsure", "fail", "absent"])
    code = serializers.CharField()
    weight = serializers.FloatField()
    measured = serializers.JSONField(allow_null=True)
    expected = serializers.JSONField(allow_null=True)
    params = serializers.DictField()
    sentence = serializers.CharField()

    def to_representation(self, instance: Mapping[str, Any]) -> dict[str, Any]:
        """Add the words."""
        words = {"label": witness_name(instance["name"])}
        words["sentence"] = witness_sentence(instance["code"], instance["params"])
        return {**instance, **words}


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """The evidence behind a report."""

    witnesses = WitnessSerializer(many=True)

    class Meta:
        """With every witness."""

        model = Evidence
        fields = ("score", "band", "needs_person", "computed_at", "policy_from", "witnesses")


class TermSerializer(serializers.Serializer[Any]):
    """A word of a vocabulary."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class ConditionSerializer(serializers.ModelSerializer[Condition]):
    """A state of preservation, best first."""

    class Meta:
        """Code and label."""

        model = Condition
        fields = ("code", "label")


class ChecklistItemSerializer(serializers.ModelSerializer[ChecklistItem]):
    """A question of the checklist; `bad_answer` is the one that wants a finding."""

    class Meta:
        """As the form asks it."""

        model = ChecklistItem
        fields = ("code", "label", "group", "is_core", "bad_answer")


class FindingKindSerializer(serializers.ModelSerializer[FindingKind]):
    """A kind of damage; one with children is a group."""

    parent = serializers.CharField(source="parent_id", allow_null=True)  # type: ignore[assignment]

    class Meta:
        """Code, label, group."""

        model = FindingKind
        fields = ("code", "label", "parent")


class SeveritySerializer(serializers.ModelSerializer[Severity]):
    """A degree of severity and what follows from it."""

    class Meta:
        """As the form shows it."""

        model = Severity
        fields = ("degree", "label", "respond_within_hours", "opens_case")


class PhotoRoleSerializer(TermSerializer):
    """What a photo shows, and whether each report needs one such."""

    is_required = serializers.BooleanField()


class LimitsSerializer(serializers.Serializer[Any]):
    """What a report may hold at most."""

    photo_bytes = serializers.IntegerField()
    photos = serializers.IntegerField()
    request_bytes = serializers.IntegerField()
    note_characters = serializers.IntegerField()
    findings = serializers.IntegerField()
    photo_types = serializers.ListField(child=serializers.CharField())
    chunk_bytes = serializers.IntegerField()
    report_bytes = serializers.IntegerField()


class AskedSerializer(serializers.Serializer[Any]):
    """What the campaign running at the site asks beside the checklist."""

    campaign = serializers.UUIDField(source="campaign_id")
    form = QuestionFormSerializer()


class FormSerializer(serializers.Serializer[Any]):
    """What the report form asks."""

    conditions = ConditionSerializer(many=True)
    checklist = ChecklistItemSerializer(many=True)
    answers = serializers.ListField(child=serializers.CharField())
    finding_kinds = FindingKindSerializer(many=True)
    severities = SeveritySerializer(many=True)
    photo_roles = PhotoRoleSerializer(many=True)
    questions = AskedSerializer(allow_null=True)
    rules = serializers.ListField(child=serializers.DictField())
    limits = LimitsSerializer()
