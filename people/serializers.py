"""How people's own things are written."""

from rest_framework import serializers

from people.models import Notice, User
from people.notices import sentence


class MeSerializer(serializers.ModelSerializer[User]):
    """The caller: id and name."""

    name = serializers.CharField(source="__str__")

    class Meta:
        """Who, and no more."""

        model = User
        fields = ("id", "name")


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """A notice, put into words in the reader's language."""

    sentence = serializers.SerializerMethodField()

    class Meta:
        """What was said and when it was read."""

        model = Notice
        fields = ("id", "kind", "sentence", "url", "created_at", "read_at")

    def get_sentence(self, notice: Notice) -> str:
        """Say it."""
        return sentence(notice)
