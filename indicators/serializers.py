"""What the API of indicators says."""

from typing import Any

from rest_framework import serializers


class BoardQuestion(serializers.Serializer[Any]):
    """Whose numbers: the beginning of a division code, or `organisation:` and a code; of which month. The caller's, without."""

    of = serializers.CharField(required=False, allow_blank=True, max_length=60)
    month = serializers.RegexField(r"^\d{4}-\d{2}$", required=False)


class NumberSerializer(serializers.Serializer[Any]):
    """A month's number: null where nothing was counted, or where it would tell about a few people."""

    month = serializers.DateField()
    value = serializers.FloatField(allow_null=True)
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    told = serializers.ChoiceField(choices=["number", "nothing", "too_few"])


class IndicatorSerializer(serializers.Serializer[Any]):
    """An indicator: what it is, its number, and where it went since the month before."""

    code = serializers.CharField()
    name = serializers.CharField()
    definition = serializers.CharField()
    version = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=["share", "times", "per_hour"])
    better = serializers.ChoiceField(choices=["up", "down", "neither"])
    now = NumberSerializer()
    movement = serializers.ChoiceField(choices=["better", "worse", "more", "less", "steady", "unknown"])
    known_on = serializers.DateField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)


class BoardSerializer(serializers.Serializer[Any]):
    """The board of an area or organisation in a month."""

    of = serializers.CharField(allow_blank=True)
    month = serializers.DateField(allow_null=True)
    indicators = IndicatorSerializer(many=True)


class NumberLineSerializer(serializers.Serializer[Any]):
    """A district's or a detail's number in the month."""

    code = serializers.CharField()
    name = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    told = serializers.ChoiceField(choices=["number", "nothing", "too_few"])


class IndicatorDetailSerializer(IndicatorSerializer):
    """An indicator with its months, its districts and what else it is told by."""

    months = NumberSerializer(many=True)
    districts = NumberLineSerializer(many=True)
    detail = serializers.ChoiceField(choices=["organisation", "skill", "level", "cohort"])
    details = NumberLineSerializer(many=True)
