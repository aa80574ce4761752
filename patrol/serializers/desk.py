"""How an officer's decisions are read, and how reviews are written."""

from typing import Any

from rest_framework import serializers

from patrol.models import Review

LONGEST_REASON = 1000


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
