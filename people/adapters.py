"""What django-allauth asks of us when an account is made."""

import json
import logging
from typing import Any
from urllib.request import Request, urlopen

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from people.logic.identity import decrypted, encrypted, is_encrypted
from people.models import User
from people.queries.keys import identity_keys

SMS_WITHIN_S = 10
log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Names a new account after the part of the address before the @, until its person says otherwise."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - the library's signature
        """Store the new user with a name to show."""
        user = super().save_user(request, user, form, commit=False)
        user.name = user.name or user.email.partition("@")[0]
        if commit:
            user.save()
        return user

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Return the person's number and whether it was verified."""
        return (user.phone, user.is_phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:  # noqa: FBT001 - the library's signature
        """Keep the number; a verified one is one person's only."""
        user.phone, user.is_phone_verified = phone, verified
        user.save(update_fields=["phone", "is_phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Note that the person has shown to hold the number."""
        self.set_phone(user, phone, True)  # noqa: FBT003 - the library's signature

    def get_user_by_phone(self, phone: str) -> User | None:
        """Return who has shown to hold the number; a number somebody merely typed signs nobody in."""
        return User.objects.filter(phone=phone, is_phone_verified=True).first()

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """Send the code that shows who holds the number."""
        send_sms(phone, _("Heritage Patrol: your code is {code}. Give it to nobody.").format(code=code))

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Say nothing: a text to a stranger would cost money and tell nobody anything."""

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Tell the holder of the number that somebody tried to sign up with it."""
        send_sms(phone, _("Heritage Patrol: there is an account with this number already. Sign in instead."))

    def should_send_confirmation_mail(self, request: HttpRequest, email_address: Any, signup: bool) -> bool:  # noqa: FBT001 - the library's signature
        """Send none to an address in name only."""
        return not email_address.email.endswith(".invalid")


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets somebody come in by WeChat alone: it tells a nickname and no address."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Give the new account its nickname, and an address in name only until its person gives one (RFC 2606)."""
        user: User = sociallogin.user
        user.name = (data.get("name") or data.get("username") or "")[:80]
        user.email = (data.get("email") or "").lower() or f"{user.pk.hex}@wechat.invalid"
        return user


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of authenticator apps and recovery codes encrypted: who reads the database can make no code."""

    def encrypt(self, text: str) -> str:
        """Return the secret as it is kept."""
        return encrypted(text, identity_keys())

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; one kept before secrets were encrypted is read as it stands, until keys are rotated."""
        return decrypted(encrypted_text, identity_keys()) if is_encrypted(encrypted_text) else encrypted_text


def send_sms(phone: str, text: str) -> None:
    """Hand a text message to the gateway at `SMS_URL`; without one, on one's own machine, it is logged."""
    if not settings.SMS_URL:
        log.warning("Text message to %s: %s", phone, text)
        return
    body = json.dumps({"phone": phone, "text": text}).encode()
    with urlopen(Request(settings.SMS_URL, body, {"Content-Type": "application/json"}), timeout=SMS_WITHIN_S):  # noqa: S310 - the operator's own address
        pass
