"""What django-allauth asks of us when an account is made."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from people.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Names a new account after the part of the address before the @, until its person says otherwise."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - the library's signature
        """Store the new user with a name to show."""
        user = super().save_user(request, user, form, commit=False)
        user.name = user.name or user.email.partition("@")[0]
        if commit:
            user.save()
        return user
