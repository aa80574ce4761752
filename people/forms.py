"""How a person's own corrections are checked."""

from typing import ClassVar

from django import forms

from people.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """The name shown to others, and a phone number."""

    class Meta:
        """What a person may change about themselves."""

        model = User
        fields: ClassVar[list[str]] = ["name", "phone"]
