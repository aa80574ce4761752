"""Organisations: one registers, an administrator reviews, its managers keep it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import audit
from core.errors import NotAllowed
from people.actions.notices import notify
from people.errors import OrganisationMoved, OrganisationReviewed, OrganisationUnfit
from people.models import Organisation, Role, RoleGrant, User
from people.notices import in_both
from people.permissions import can_manage, can_place, has_right
from people.queries import administrators, managers_of
from people.queries.standing import new_areas

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
    """Put it below another one, for who manages what it leaves and where it goes; placed there already it stays as it is.

    Members and managers go along; a manager's area that does not lie below the new parent becomes one that does.
    Refuses `NotAllowed` and `OrganisationUnfit`.
    """
    if not _may_place(organisation, parent, by):
        raise NotAllowed
    with transaction.atomic(), _fitting():
        kept = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if kept.parent_id == (parent.pk if parent else None):
            return kept
        if kept.state != State.ACTIVE:
            raise OrganisationUnfit
        change: dict[str, Any] = {"parent": [_key(kept.parent_id), _key(parent.pk if parent else None)]}
        kept.parent = parent
        kept.save(update_fields=["parent"])
        change["areas"] = _change_areas(kept, parent, by, at)
        audit.record("place_organisation", kept, by=by, at=at, change=change)
        _tell_placed(kept, parent, by, at)
        return kept


def appoint_manager(*, organisation: Organisation, person: User, area: str, by: User, at: datetime) -> bool:
    """Let a member manage the organisation, in an area; return False where they do. Refuses `NotAllowed` and `OrganisationMoved`."""
    with still_open():
        _kept(organisation, by)
        if not organisation.memberships.filter(user=person, state="active").exists():
            raise NotAllowed
        held = {"user": person, "role": Role.MANAGER, "area": area, "organisation": organisation, "revoked_at": None}
        grant, is_new = RoleGrant.objects.get_or_create(**held, defaults={"granted_at": at, "granted_by": by})
        if is_new:
            audit.record("appoint_manager", grant, by=by, at=at, change={"user": person.pk, "area": area})
        return is_new


def _may_place(organisation: Organisation, parent: Organisation | None, by: User) -> bool:
    """Who stands alone is brought by whoever manages it."""
    leaves = can_place(by, organisation) or (organisation.parent_id is None and can_manage(by, organisation))
    return leaves and (parent is None or can_manage(by, parent))


def _change_areas(organisation: Organisation, parent: Organisation | None, by: User, at: datetime) -> list[list[str]]:
    """Give managers an area below the new parent where theirs lies elsewhere; return (manager, was, is)."""
    changed = []
    for one in new_areas(organisation, parent):
        RoleGrant.objects.filter(pk=one.grant.pk).update(revoked_at=at)
        held = {"user": one.grant.user, "role": Role.MANAGER, "area": one.area, "organisation": one.grant.organisation}
        RoleGrant.objects.get_or_create(**held, revoked_at=None, defaults={"granted_at": at, "granted_by": by})
        changed.append([str(one.grant.user_id), one.grant.area, one.area])
    return changed


def _tell_placed(organisation: Organisation, parent: Organisation | None, by: User, at: datetime) -> None:
    told = managers_of(organisation) | managers_of(parent)
    alone = in_both(_("none: it stands alone"))
    params = {
        "organisation": [organisation.name_zh, organisation.name_en],
        "parent": [parent.name_zh, parent.name_en] if parent else alone,
    }
    url = reverse("people:organisation", args=[organisation.code])
    notify(users=told.distinct().exclude(pk=by.pk), kind="organisation_placed", params=params, url=url, at=at)


def _key(key: UUID | None) -> str | None:
    return str(key) if key else None


def _kept(organisation: Organisation, by: User) -> Organisation:
    if not can_manage(by, organisation):
        raise NotAllowed
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


@contextmanager
def still_open() -> Iterator[None]:
    """Say in words that an organisation was closed a moment ago. Refuses `OrganisationMoved`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "begins in a closed organisation" not in str(error):
            raise
        raise OrganisationMoved from None


class _fitting:  # noqa: N801 - reads as a word of the sentence
    """Says a refusal of the hierarchy's walls in words."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, IntegrityError) and any(
            name in str(error) for name in ("below itself", "stands below", "not_its_own_parent")
        ):
            raise OrganisationUnfit from None
