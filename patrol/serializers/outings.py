"""How what a phone says of an outing and its track is checked, and how both are answered."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from rest_framework import serializers

from patrol.logic.outing import BatchSaid, OutingSaid
from patrol.models import Outing, Track
from patrol.sentences import REMOVED_POINTS, track_reason
from patrol.serializers.submitted import MomentField

MOST_POINTS: Final = 2000
LONGEST: Final = timedelta(days=7)


class OutingSerializer(serializers.Serializer[Any]):
    """An outing as the phone knows it."""

    revision = serializers.IntegerField(min_value=1, max_value=1_000_000)
    started_at = MomentField()
    expected_return_at = MomentField()
    ended_at = MomentField(allow_null=True, default=None)
    buddy = serializers.CharField(max_length=32, allow_blank=True, default="")
    companions = serializers.ListField(child=serializers.CharField(max_length=80), max_length=20, default=list)
    sites = serializers.ListField(child=serializers.UUIDField(), max_length=100, default=list)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Let an outing end after it began, and within a week."""
        if not timedelta() < attrs["expected_return_at"] - attrs["started_at"] <= LONGEST:
            raise serializers.ValidationError({"expected_return_at": serializers.ErrorDetail("not after", "order")})
        if attrs["ended_at"] and attrs["ended_at"] < attrs["started_at"]:
            raise serializers.ValidationError({"ended_at": serializers.ErrorDetail("before started_at", "order")})
        return attrs


class OutingUploadSerializer(serializers.Serializer[Any]):
    """The body of the request."""

    outing = OutingSerializer()
    sent_at = MomentField(required=False)


class PointSerializer(serializers.Serializer[Any]):
    """A recorded position, WGS-84."""

    at = MomentField(allow_null=True, default=None)
    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    accuracy_m = serializers.FloatField(min_value=0, max_value=1e7, allow_null=True, default=None)


class BatchSerializer(serializers.Serializer[Any]):
    """A piece of the track: its points, its number from 0 on, and the segment (a pause begins the next one)."""

    sequence = serializers.IntegerField(min_value=0, max_value=100_000)
    segment = serializers.IntegerField(min_value=0, max_value=100_000, default=0)
    points = PointSerializer(many=True, max_length=MOST_POINTS)  # type: ignore[call-arg]
    is_last = serializers.BooleanField(default=False)


class PositionSerializer(serializers.Serializer[Any]):
    """Where the person is now, WGS-84."""

    at = MomentField()
    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    accuracy_m = serializers.FloatField(min_value=0, max_value=1e7, allow_null=True, default=None)


class ConsentsSerializer(serializers.Serializer[Any]):
    """What the person has agreed to, each by itself; a member left out of a request stays as it is."""

    track = serializers.BooleanField(required=False)
    position = serializers.BooleanField(required=False)


class OutingReceiptSerializer(serializers.Serializer[Outing]):
    """What the server knows of an outing."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Outing.State.choices)
    revision = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    expected_return_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField()
    irregularities = serializers.ListField(child=serializers.CharField())


class TrackSerializer(serializers.Serializer[Track]):
    """What is known of a track; never its points."""

    id = serializers.UUIDField()
    source = serializers.ChoiceField(choices=Track.Source.choices)  # type: ignore[assignment]
    received_at = serializers.DateTimeField()
    is_read = serializers.SerializerMethodField()
    point_count = serializers.IntegerField()
    length_m = serializers.FloatField()
    recorded_s = serializers.FloatField()
    paused_s = serializers.FloatField()
    still_s = serializers.FloatField()
    near_share = serializers.FloatField(allow_null=True)
    is_usable_for_hours = serializers.BooleanField()
    reasons = serializers.SerializerMethodField()
    removed = serializers.SerializerMethodField()
    content_sha256 = serializers.CharField()

    def get_is_read(self, track: Track) -> bool:
        """Say whether the track was complete and read."""
        return track.read_at is not None

    def get_reasons(self, track: Track) -> list[dict[str, str]]:
        """Put each reason into words."""
        return [{"code": code, "sentence": track_reason(code)} for code in track.reasons]

    def get_removed(self, track: Track) -> list[dict[str, Any]]:
        """Put what was left out into words."""
        return [
            {"code": code, "label": str(REMOVED_POINTS.get(code, code)), "count": count}
            for code, count in sorted(track.removed.items())
        ]


class GpxUploadSerializer(serializers.Serializer[Any]):
    """The part of the request that holds the file."""

    file = serializers.FileField()


class TrackReceiptSerializer(serializers.Serializer[Any]):
    """What the server holds of a track in pieces."""

    outing = serializers.UUIDField()
    received = serializers.ListField(
        child=serializers.IntegerField(), help_text="Numbers of the pieces that are there."
    )
    is_complete = serializers.BooleanField()


def read_outing(outing_id: UUID, body: Any) -> OutingSaid:
    """Read the body of a request; raises the framework's ValidationError."""
    checked = OutingUploadSerializer(data=body)
    checked.is_valid(raise_exception=True)
    values = checked.validated_data["outing"]
    return OutingSaid(
        id=str(outing_id),
        revision=values["revision"],
        started_at=values["started_at"],
        expected_return_at=values["expected_return_at"],
        ended_at=values["ended_at"],
        buddy=values["buddy"],
        companions=tuple(values["companions"]),
        sites=tuple(str(site) for site in values["sites"]),
        payload=body["outing"],
        sent_at=checked.validated_data.get("sent_at"),
    )


def read_batch(body: Any) -> BatchSaid:
    """Read a piece of a track; raises the framework's ValidationError."""
    checked = BatchSerializer(data=body)
    checked.is_valid(raise_exception=True)
    values = checked.validated_data
    points = values["points"]
    return BatchSaid(
        sequence=values["sequence"],
        segment=values["segment"],
        lons=tuple(point["lon"] for point in points),
        lats=tuple(point["lat"] for point in points),
        times=tuple(point["at"].timestamp() if point["at"] else None for point in points),
        accuracies_m=tuple(point["accuracy_m"] for point in points),
        is_last=values["is_last"],
    )
