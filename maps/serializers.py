"""What the machine doors of `maps` answer."""

from typing import Any

from rest_framework import serializers


class StatusCounts(serializers.Serializer[Any]):
    """Counts by visit status on a day."""

    on = serializers.DateField(help_text="the day in Asia/Shanghai")
    total = serializers.IntegerField()
    by_status = serializers.DictField(
        child=serializers.IntegerField(), help_text="current, due_soon, overdue, never, suspended"
    )
