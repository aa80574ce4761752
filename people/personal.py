"""What `people` has of a person, how it is copied for them, and what goes with them."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.models import AuditEntry
from core.personal import Gone, Sheet, replace_words, sheets_naming
from people.models import (
    CalendarKey,
    ChannelChoice,
    DataExport,
    FreeTimeException,
    GuardianConsent,
    IdentityCheck,
    Insurance,
    MemberRow,
    Membership,
    Notice,
    NoticeSettings,
    Organisation,
    PushDevice,
    RoleGrant,
    SafetyRecord,
    Training,
    User,
    Volunteer,
)

ABOUT_ME: Final = ("id", "email", "name", "phone", "is_phone_verified", "is_active", "date_joined", "last_login")


def sheets(person: UUID) -> Iterator[Sheet]:
    """Yield the account, everything of `people` that names it, and what the audit trail says the person did."""
    yield Sheet("people/account", User.objects.filter(pk=person).values(*ABOUT_ME))
    yield Sheet(
        "people/sign_in_addresses", EmailAddress.objects.filter(user=person).values("email", "verified", "primary")
    )
    yield Sheet(
        "people/sign_in_services", SocialAccount.objects.filter(user=person).values("provider", "uid", "date_joined")
    )
    yield Sheet(
        "people/sign_in_keys", Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")
    )
    yield from sheets_naming("people", person)
    acts = AuditEntry.objects.filter(by=person).order_by("at").values("at", "verb", "target", "target_id", "change")
    yield Sheet("people/what_i_did", acts)


def matters(person: UUID) -> Iterator[QuerySet[Any]]:
    """Yield memberships and checks of the name: their managers lock them before the person."""
    yield Membership.objects.filter(user=person)
    yield IdentityCheck.objects.filter(user=person)


def erase(gone: Gone) -> None:
    """Take away all that says who it was; account, roles held and memberships stay as facts without a name."""
    at = timezone.now()
    _forget_ways_in(gone.person)
    own = Q(volunteer=gone.person)
    for model in (GuardianConsent, Insurance, SafetyRecord, Training, FreeTimeException):
        model._default_manager.filter(own).delete()
    IdentityCheck.objects.filter(user=gone.person).update(replaces=None)
    IdentityCheck.objects.filter(user=gone.person).delete()
    DataExport.objects.filter(user=gone.person).delete()
    Notice.objects.filter(user=gone.person).delete()
    replace_words(Notice, ["params"], gone)
    replace_words(AuditEntry, ["change"], gone)
    replace_words(Organisation, ["contact", "about"], gone)
    MemberRow.objects.filter(email=gone.email).update(name="", email="", phone="")
    RoleGrant.objects.filter(user=gone.person, revoked_at=None).update(revoked_at=at)
    Membership.objects.filter(user=gone.person).update(words="")
    _end_memberships(gone.person)
    Volunteer.skills.through._default_manager.filter(volunteer=gone.person).delete()
    Volunteer.objects.filter(pk=gone.person).update(
        home=None, free_time=[], languages=[], transport="", birth_year=None, is_active=False
    )
    _rename(gone)


def _forget_ways_in(person: UUID) -> None:
    for model in (EmailAddress, SocialAccount, Authenticator, CalendarKey, PushDevice, NoticeSettings, ChannelChoice):
        model._default_manager.filter(user=person).delete()
    # Sessions say whose they are only when they are read.
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person):
            session.delete()


def _end_memberships(person: UUID) -> None:
    running = Membership.objects.filter(user=person)
    running.filter(state=Membership.State.INVITED).update(state=Membership.State.REFUSED)
    running.filter(state__in=("applied", "active", "suspended")).update(state=Membership.State.LEFT)


def _rename(gone: Gone) -> None:
    person = User.objects.get(pk=gone.person)
    person.set_unusable_password()
    person.name, person.email = gone.pseudonym, f"{person.pk.hex}@erased.invalid"
    person.phone, person.is_phone_verified, person.is_active = "", False, False
    person.is_staff = person.is_superuser = False
    person.save()
