"""How people's own things are written."""

from rest_framework import serializers

from people.models import Notice
from people.notices import sentence


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
