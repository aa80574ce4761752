"""What we know of a person beyond their profile: age, consents and their words, identity, what is about to end."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from people.logic.age import least_age
from people.logic.minors import may_consent
from people.models import (
    Consent,
    ConsentText,
    GuardianConsent,
    IdentityCheck,
    Insurance,
    Role,
    Training,
    User,
    Volunteer,
)
from people.permissions import Person, has_role, managed_by

WARN_BEFORE: Final = timedelta(days=30)
OPEN_CHECKS: Final = (IdentityCheck.State.WAITING, IdentityCheck.State.SEEN)
Ending = Insurance | Training | GuardianConsent


@dataclass(frozen=True, slots=True)
class Asked:
    """One purpose as a person sees it: the words in force, their running consent, and whether they may give it."""

    purpose: Consent.Purpose
    text: ConsentText | None
    running: Consent | None
    may_give: bool

    @property
    def is_older(self) -> bool:
        """Say whether they consented to other words than those in force."""
        return self.running is not None and self.running.text_id != (self.text.pk if self.text else None)


def age_of(person: User, *, on: date) -> int | None:
    """Return the age the person has at least on that day; None: nothing is known."""
    profile = Volunteer.objects.select_related("safety_record").filter(user=person).first()
    verified = person.identity_checks.filter(state=IdentityCheck.State.CONFIRMED, born_on__isnull=False).first()
    record = getattr(profile, "safety_record", None)
    born_on = verified.born_on if verified else (record.born_on if record else None)
    return least_age(on, born_on=born_on, birth_year=profile.birth_year if profile else None)


def guardian_agreed(person: User, *, on: date) -> set[str]:
    """Return the purposes a guardian's running consent names."""
    running = GuardianConsent.objects.filter(
        volunteer=person.pk, revoked_at=None, valid_from__lte=on, valid_until__gte=on
    )
    return {purpose for named in running.values_list("purposes", flat=True) for purpose in named}


def text_in_force(purpose: str, *, on: date) -> ConsentText | None:
    """Return the newest words of a purpose that hold on that day."""
    return ConsentText.objects.filter(purpose=purpose, valid_from__lte=on).order_by("-version").first()


def asked_consents(person: User, *, on: date) -> list[Asked]:
    """Return every purpose with its words and the person's answer."""
    running = {one.purpose: one for one in Consent.objects.filter(user=person, revoked_at=None)}
    texts: dict[str, ConsentText] = {}
    for text in ConsentText.objects.filter(valid_from__lte=on).order_by("version"):
        texts[text.purpose] = text
    age, agreed = age_of(person, on=on), guardian_agreed(person, on=on)
    return [Asked(one, texts.get(one), running.get(one), may_consent(age, one, agreed)) for one in Consent.Purpose]


def consent_history(person: User) -> QuerySet[Consent]:
    """Return what was given and taken back, newest first."""
    return Consent.objects.filter(user=person).select_related("text").order_by("-given_at")


def identity_of(person: User) -> IdentityCheck | None:
    """Return the person's open question, else the confirmed check, else the last answer."""
    order = {"waiting": 0, "seen": 0, "confirmed": 1}
    found = list(person.identity_checks.exclude(state__in=("withdrawn", "replaced")).order_by("-filed_at"))
    return min(found, key=lambda one: order.get(one.state, 2), default=None)


def is_verified(person: User) -> bool:
    """Say whether two of the staff confirmed who the person is."""
    return person.identity_checks.filter(state=IdentityCheck.State.CONFIRMED).exists()


def checks_to_answer(viewer: Person) -> QuerySet[IdentityCheck]:
    """Return the open checks the viewer may answer: of their organisations' people, all for administrators; never their own."""
    found = IdentityCheck.objects.filter(state__in=OPEN_CHECKS).exclude(user=viewer.pk)
    known = found.select_related("user__volunteer__organisation", "replaces", "first_by").order_by("filed_at")
    if has_role(viewer, Role.ADMINISTRATOR):
        return known
    return known.filter(user__volunteer__organisation__in=managed_by(viewer))


def ending_soon(model: type[Ending], *, on: date) -> QuerySet[Ending]:
    """Return what ends within 30 days, was not warned of, and is not renewed beyond that yet."""
    until = on + WARN_BEFORE
    same = {"volunteer": OuterRef("volunteer"), "valid_until__gt": until}
    if model is Training:
        same["title"] = OuterRef("title")
    later = model._default_manager.filter(Q(**same))
    found = model._default_manager.filter(
        ~Exists(later), warned_at=None, valid_until__gte=on, valid_until__lte=until, volunteer__is_active=True
    )
    return found.select_related("volunteer__user", "volunteer__organisation").order_by("pk")
