"""How an officer's decisions are read, and how reviews and cases are written."""

from typing import Any

from rest_framework import serializers

from patrol.logic.case_chain import NEXT
from patrol.models import Case, CaseEntry, Review
from patrol.serializers.answers import SiteRefSerializer

LONGEST_REASON, LONGEST_NOTE = 1000, 2000


class DecisionSerializer(serializers.Serializer[Any]):
    """Accept, ask for more or reject, as seen at `version`; the last two need a reason for the volunteer."""

    decision = serializers.ChoiceField(choices=["accept", "more", "reject"])
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST_REASON)
    version = serializers.IntegerField(min_value=0)


class ReviewSerializer(serializers.ModelSerializer[Review]):
    """Where a report stands."""

    status = serializers.ChoiceField(choices=Review.State.choices, source="state")
    decided_by = serializers.StringRelatedField(allow_null=True)  # type: ignore[var-annotated]

    class Meta:
        """With what the evidence came to."""

        model = Review
        fields = (
            "status", "version", "score", "band", "needs_person", "max_severity", "reason", "decided_by", "decided_at",
        )  # fmt: skip


class StepSerializer(serializers.Serializer[Any]):
    """A step along the chain, or a line in the timeline, as seen at `version`."""

    to = serializers.ChoiceField(required=False, default="", allow_blank=True, choices=Case.State.choices)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=LONGEST_NOTE)
    version = serializers.IntegerField(min_value=0)


class CaseRowSerializer(serializers.ModelSerializer[Case]):
    """A case in a list."""

    site = SiteRefSerializer()
    kind = serializers.CharField(source="kind_id")

    class Meta:
        """One line."""

        model = Case
        fields = ("id", "number", "site", "kind", "severity", "state", "opened_at", "due_at", "closed_at", "version")


class CaseEntrySerializer(serializers.ModelSerializer[CaseEntry]):
    """A line of a case's timeline."""

    by = serializers.StringRelatedField(allow_null=True)  # type: ignore[var-annotated]

    class Meta:
        """Who, when, what; the report it rests on."""

        model = CaseEntry
        fields = ("at", "by", "state", "note", "report")


class CaseSerializer(CaseRowSerializer):
    """A case with its timeline, oldest line first."""

    entries = serializers.SerializerMethodField()
    next_states = serializers.SerializerMethodField()

    class Meta(CaseRowSerializer.Meta):
        """The row and what was done."""

        fields = (*CaseRowSerializer.Meta.fields, "next_states", "entries")  # type: ignore[assignment]

    def get_entries(self, case: Case) -> list[dict[str, Any]]:
        """Write the timeline."""
        lines = sorted(case.entries.all(), key=lambda entry: (entry.at, entry.pk))
        return list(CaseEntrySerializer(lines, many=True).data)

    def get_next_states(self, case: Case) -> list[str]:
        """Name the states a step can lead to."""
        return [str(state) for state in NEXT[case.state]]
