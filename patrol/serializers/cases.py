"""How cases are written for machines, and how what is done with them is read."""

from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from patrol.logic.case_chain import NEXT
from patrol.models import AuthorityNotice, Case, CaseEntry, Finding, Intervention, RectificationOrder, Reinspection
from patrol.serializers.answers import SiteRefSerializer

LONGEST_NOTE: Final = 2000


class StepSerializer(serializers.Serializer[Any]):
    """A step along the chain, or a line in the timeline, as seen at `version`."""

    to = serializers.ChoiceField(required=False, default="", allow_blank=True, choices=Case.State.choices)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST_NOTE)
    said_by = serializers.CharField(required=False, default="", allow_blank=True, max_length=120)
    public_answer = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST_NOTE)
    version = serializers.IntegerField(min_value=0)


class CaseRowSerializer(serializers.ModelSerializer[Case]):
    """A case in a list."""

    site = SiteRefSerializer()
    kind = serializers.CharField(source="kind_id")
    handler = serializers.StringRelatedField(allow_null=True)  # type: ignore[var-annotated]

    class Meta:
        """One line."""

        model = Case
        fields = (
            "id", "number", "site", "kind", "severity", "urgency", "priority", "state", "opened_at", "due_at",
            "closed_at", "handler", "version",
        )  # fmt: skip


class CaseEntrySerializer(serializers.ModelSerializer[CaseEntry]):
    """A line of a case's timeline."""

    by = serializers.StringRelatedField(allow_null=True)  # type: ignore[var-annotated]

    class Meta:
        """Who, when, what; the report it rests on."""

        model = CaseEntry
        fields = ("at", "by", "kind", "state", "note", "said_by", "report", "finding", "other", "extra")


class FindingOfCaseSerializer(serializers.ModelSerializer[Finding]):
    """A finding that belongs to a case now."""

    class Meta:
        """What, how severe, by which report."""

        model = Finding
        fields = ("id", "kind", "severity", "note", "report")


class AuthorityNoticeSerializer(serializers.ModelSerializer[AuthorityNotice]):
    """An authority that was told."""

    class Meta:
        """Whom, by which letter, when."""

        model = AuthorityNotice
        fields = ("authority", "document_number", "notified_on")


class OrderSerializer(serializers.ModelSerializer[RectificationOrder]):
    """An order to put things right; its document has an address of the pages."""

    class Meta:
        """Number, whom, what, by when."""

        model = RectificationOrder
        fields = ("id", "number", "addressee", "demands", "issued_on", "deadline_on", "document_sha256")


class InterventionSerializer(serializers.ModelSerializer[Intervention]):
    """A piece of work; its cost in fen."""

    class Meta:
        """What, by whom, when, at what cost."""

        model = Intervention
        fields = ("id", "job", "contractor", "cost_fen", "started_on", "finished_on")


class ReinspectionSerializer(serializers.ModelSerializer[Reinspection]):
    """Who was asked to look again, and how it ended."""

    volunteer = serializers.StringRelatedField()  # type: ignore[var-annotated]
    do_by = serializers.DateField(source="assignment.do_by")

    class Meta:
        """Who, by when, how it ended, by which report."""

        model = Reinspection
        fields = ("volunteer", "asked_at", "do_by", "outcome", "ended_at", "report")


class CaseSerializer(CaseRowSerializer):
    """A case with its timeline, oldest line first."""

    findings = serializers.SerializerMethodField()
    authority_notices = AuthorityNoticeSerializer(many=True)
    orders = OrderSerializer(many=True)
    interventions = InterventionSerializer(many=True)
    reinspections = ReinspectionSerializer(many=True)
    entries = serializers.SerializerMethodField()
    next_states = serializers.SerializerMethodField()

    class Meta(CaseRowSerializer.Meta):
        """The row and what was done."""

        fields = (  # type: ignore[assignment]
            *CaseRowSerializer.Meta.fields,
            "state_since", "reopened_at", "merged_into", "split_from", "public_answer", "next_states",
            "findings", "authority_notices", "orders", "interventions", "reinspections", "entries",
        )  # fmt: skip

    @extend_schema_field(FindingOfCaseSerializer(many=True))
    def get_findings(self, case: Case) -> list[dict[str, Any]]:
        """Write the findings it holds now."""
        return list(FindingOfCaseSerializer([place.finding for place in case.found.all()], many=True).data)

    @extend_schema_field(CaseEntrySerializer(many=True))
    def get_entries(self, case: Case) -> list[dict[str, Any]]:
        """Write the timeline."""
        lines = sorted(case.entries.all(), key=lambda entry: (entry.at, entry.pk))
        return list(CaseEntrySerializer(lines, many=True).data)

    def get_next_states(self, case: Case) -> list[str]:
        """Name the states a step can lead to."""
        return [str(state) for state in NEXT[case.state]]


class OwnCaseSerializer(serializers.ModelSerializer[Case]):
    """What became of damage somebody reported, as they may know it."""

    site = SiteRefSerializer()
    kind = serializers.CharField(source="kind_id")

    class Meta:
        """Where it stands, and the answer."""

        model = Case
        fields = ("id", "number", "site", "kind", "severity", "state", "opened_at", "closed_at", "public_answer")
