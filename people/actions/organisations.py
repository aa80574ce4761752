"""Organisations: one registers, an administrator reviews, its managers keep it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from core import audit
from core.errors import NotAllowed
from people.actions.notices import notify
from people.errors import OrganisationReviewed, OrganisationUnfit
from people.models import Organisation, Role, RoleGrant, User
from people.notices import in_both
from people.permissions import can_manage, has_right
from people.queries import administrators

State = Organisation.State
KEPT: Final = ("name_zh", "name_en", "about", "contact", "area", "is_recruiting")


def register_organisation(
    *, values: Mapping[str, Any], parent: Organisation | None, by: User, at: datetime
) -> Organisation:
    """Ask for an organisation (`kind`, `name_zh`, `name_en`, `about`, `contact`, `area`); it waits for review.

    Refuses `OrganisationUnfit`.
    """
    with transaction.atomic(), _fitting():
        made = Organisation(**values, parent=parent, state=State.WAITING, filed_by=by, filed_at=at)
        made.code = f"O-{made.pk.hex[-10:]}"
        made.save()
        audit.record("register_organisation", made, by=by, at=at)
        url = reverse("people:organisation_reviews")
        params = {"organisation": [made.name_zh, made.name_en], "title": in_both(made.get_kind_display())}
        notify(users=administrators().exclude(pk=by.pk), kind="staff_task", params=params, url=url, at=at)
        return made


def review_organisation(
    *, organisation_id: UUID, is_accepted: bool, words: str, by: User, at: datetime
) -> Organisation:
    """Let it be an organisation, whose asker manages it from now on, or say why not.

    Refuses `NotAllowed` (also to whoever filed it) and `OrganisationReviewed`.
    """
    if not has_right(by, "review_organisations"):
        raise NotAllowed
    with transaction.atomic():
        found = Organisation.objects.select_for_update(of=("self",)).select_related("filed_by").get(pk=organisation_id)
        if found.state != State.WAITING:
            raise OrganisationReviewed
        if found.filed_by_id == by.pk:
            raise NotAllowed
        found.state = State.ACTIVE if is_accepted else State.REFUSED
        found.reviewed_by, found.reviewed_at, found.review_words = by, at, words
        found.save()
        if is_accepted and found.filed_by is not None:
            RoleGrant.objects.create(
                user=found.filed_by, role=Role.MANAGER, organisation=found, area="", granted_at=at, granted_by=by
            )
        audit.record("review_organisation", found, by=by, at=at, change={"state": found.state})
        if found.filed_by is not None:
            params = {"organisation": [found.name_zh, found.name_en], "state": in_both(found.get_state_display())}
            notify(
                users=[found.filed_by],
                kind="organisation_reviewed",
                params=params,
                url=reverse("people:organisations"),
                at=at,
            )
        return found


def change_organisation(
    *, organisation: Organisation, values: Mapping[str, Any], by: User, at: datetime
) -> Organisation:
    """Keep what an organisation says of itself in public. Refuses `NotAllowed`."""
    with transaction.atomic():
        kept = _kept(organisation, by)
        for name in KEPT:
            if name in values:
                setattr(kept, name, values[name])
        kept.save()
        audit.record("change_organisation", kept, by=by, at=at)
        return kept


def place_organisation(
    *, organisation: Organisation, parent: Organisation | None, by: User, at: datetime
) -> Organisation:
    """Put it below another one, which the person manages too. Refuses `NotAllowed` and `OrganisationUnfit`."""
    if parent is not None and not can_manage(by, parent):
        raise NotAllowed
    with transaction.atomic(), _fitting():
        kept = _kept(organisation, by)
        kept.parent = parent
        kept.save(update_fields=["parent"])
        audit.record("place_organisation", kept, by=by, at=at, change={"parent": parent.pk if parent else None})
        return kept


def appoint_manager(*, organisation: Organisation, person: User, area: str, by: User, at: datetime) -> bool:
    """Let a member manage the organisation, in an area; return False where they do. Refuses `NotAllowed`."""
    with transaction.atomic():
        _kept(organisation, by)
        if not organisation.memberships.filter(user=person, state="active").exists():
            raise NotAllowed
        held = {"user": person, "role": Role.MANAGER, "area": area, "organisation": organisation, "revoked_at": None}
        grant, is_new = RoleGrant.objects.get_or_create(**held, defaults={"granted_at": at, "granted_by": by})
        if is_new:
            audit.record("appoint_manager", grant, by=by, at=at, change={"user": person.pk, "area": area})
        return is_new


def _kept(organisation: Organisation, by: User) -> Organisation:
    if not can_manage(by, organisation):
        raise NotAllowed
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


class _fitting:  # noqa: N801 - reads as a word of the sentence
    """Says a refusal of the hierarchy's walls in words."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, IntegrityError) and any(
            name in str(error) for name in ("below itself", "stands below", "not_its_own_parent")
        ):
            raise OrganisationUnfit from None
