"""How hours and rewards are written."""

from typing import Any

from rest_framework import serializers

from timebank.models import Item, ServiceRecord, Voucher


class StandingSerializer(serializers.Serializer[Any]):
    """Hours (seconds) and stars."""

    seconds = serializers.IntegerField()
    stars = serializers.IntegerField()
    next_stars = serializers.IntegerField(allow_null=True)
    next_seconds = serializers.IntegerField(allow_null=True)


class ServiceRecordSerializer(serializers.ModelSerializer[ServiceRecord]):
    """What was done, when, and the posting it led to."""

    starts_at = serializers.DateTimeField(source="during.lower")
    ends_at = serializers.DateTimeField(source="during.upper")
    organisation = serializers.CharField(source="organisation_name")
    is_reversed = serializers.BooleanField(help_text="The hours were taken back and count no more.")
    is_away = serializers.BooleanField(
        source="transfer_state",
        help_text="The hours are held for a transfer to another platform, or were handed over: they count no more here.",
    )

    class Meta:
        """`url` leads to the report behind it."""

        model = ServiceRecord
        fields = (
            "id", "title", "starts_at", "ends_at", "organisation", "source", "url", "transaction", "is_reversed", "is_away",
        )  # fmt: skip


class ItemSerializer(serializers.ModelSerializer[Item]):
    """An item of the catalogue."""

    sponsor = serializers.CharField(source="sponsor.name")

    class Meta:
        """Texts in the reader's language."""

        model = Item
        fields = ("id", "kind", "title", "text", "story", "county", "sponsor", "price", "stock", "most_a_person")


class VoucherSerializer(serializers.ModelSerializer[Voucher]):
    """A voucher of one's own; `code` is shown at the service point."""

    item = serializers.UUIDField(source="item_id")
    title = serializers.CharField(source="item.title")

    class Meta:
        """`id` came from the client."""

        model = Voucher
        fields = ("id", "item", "title", "points", "code", "state", "held_at", "expires_on", "ended_at")


class RedeemSerializer(serializers.Serializer[Any]):
    """Which item; `id` is made by the client, and the same one again is the same voucher."""

    id = serializers.UUIDField()
    item = serializers.UUIDField()
