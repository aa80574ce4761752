"""How a campaign's questions are written for machines."""

from typing import Any

from rest_framework import serializers

from patrol.logic.questions import TYPES


class LabelSerializer(serializers.Serializer[Any]):
    """Words by language; one may be missing, and then the other stands for it."""

    zh = serializers.CharField(required=False)
    en = serializers.CharField(required=False)


class ChoiceSerializer(serializers.Serializer[Any]):
    """One of the answers to choose from."""

    name = serializers.CharField()
    label = LabelSerializer()  # type: ignore[assignment]


class QuestionSerializer(serializers.Serializer[Any]):
    """A question, or a group with `questions` of its own; `relevant`, `constraint` and `required` are expressions."""

    name = serializers.CharField()
    type = serializers.ChoiceField(choices=TYPES)
    label = LabelSerializer()  # type: ignore[assignment]
    hint = LabelSerializer(required=False)
    required = serializers.JSONField(required=False, help_text="true, or an expression")  # type: ignore[assignment]
    required_message = LabelSerializer(required=False)
    relevant = serializers.CharField(required=False)
    constraint = serializers.CharField(required=False)
    constraint_message = LabelSerializer(required=False)
    default = serializers.CharField(required=False)
    choices = ChoiceSerializer(many=True, required=False)
    questions = serializers.ListField(child=serializers.DictField(), required=False)

    def to_representation(self, instance: Any) -> Any:
        """Give it as it is kept."""
        return instance


class QuestionFormSerializer(serializers.Serializer[Any]):
    """A version of the questions."""

    version = serializers.CharField()
    title = LabelSerializer()
    questions = QuestionSerializer(many=True)

    def to_representation(self, instance: Any) -> Any:
        """Give it as it is kept."""
        return instance


class QuestionsSerializer(serializers.Serializer[Any]):
    """What a campaign asks now."""

    campaign = serializers.UUIDField()
    form = QuestionFormSerializer(allow_null=True)
