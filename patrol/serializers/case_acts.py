"""How each thing that is done with a case is read from a machine; every one names the version of the case it saw."""

from typing import Any, Final

from rest_framework import serializers

from patrol.models import Case

LONGEST_NOTE: Final = 2000


class ActSerializer(serializers.Serializer[Any]):
    """Nothing but the version: taking a merge or an opening back."""

    version = serializers.IntegerField(min_value=0)


class AssignSerializer(ActSerializer):
    """Who handles the case."""

    handler = serializers.UUIDField()


class UrgencySerializer(ActSerializer):
    """How long it may wait: 1 can wait, 2 soon, 3 at once."""

    urgency = serializers.ChoiceField(choices=Case.Urgency.choices)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=400)


class AuthoritySerializer(ActSerializer):
    """Which authority was told, by which letter, when."""

    authority = serializers.CharField(max_length=120)
    document_number = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)
    notified_on = serializers.DateField()


class IssueOrderSerializer(ActSerializer):
    """An order to put things right; a document is added on the page."""

    number = serializers.CharField(max_length=60)
    addressee = serializers.CharField(max_length=120)
    demands = serializers.CharField(max_length=LONGEST_NOTE)
    issued_on = serializers.DateField()
    deadline_on = serializers.DateField()


class WorkSerializer(ActSerializer):
    """A piece of work; its cost in fen."""

    job = serializers.CharField(max_length=400)
    contractor = serializers.CharField(max_length=120)
    cost_fen = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=0)
    started_on = serializers.DateField()
    finished_on = serializers.DateField(required=False, default=None, allow_null=True)


class WorkEndSerializer(ActSerializer):
    """When a piece of work ended, and what it cost."""

    work = serializers.UUIDField()
    finished_on = serializers.DateField()
    cost_fen = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=0)


class AskSerializer(ActSerializer):
    """Who looks again, by when."""

    volunteer = serializers.UUIDField()
    do_by = serializers.DateField()
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=400)


class AnswerSerializer(ActSerializer):
    """What the reporters read."""

    public_answer = serializers.CharField(max_length=LONGEST_NOTE)


class AddSerializer(ActSerializer):
    """A finding that is the same damage."""

    finding = serializers.UUIDField()


class MergeSerializer(ActSerializer):
    """The case it goes into, and the version of that one."""

    into = serializers.UUIDField()
    into_version = serializers.IntegerField(min_value=0)


class SplitSerializer(ActSerializer):
    """The findings that are another damage."""

    findings = serializers.ListField(child=serializers.UUIDField(), min_length=1)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=400)


class ReopenSerializer(ActSerializer):
    """Why it is opened again."""

    note = serializers.CharField(max_length=LONGEST_NOTE)
