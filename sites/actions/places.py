"""Writes to the register."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from core import audit
from people.models import User
from sites.models import Condition, PlaceGrant, Site


def grant_place(*, site: Site, user: User, until: datetime, by: User, at: datetime) -> None:
    """Let the user know the site's exact place until then; a longer grant already held stays."""
    with transaction.atomic():
        grant, is_new = PlaceGrant.objects.select_for_update().get_or_create(
            site=site, user=user, defaults={"until": until}
        )
        if not is_new and grant.until < until:
            grant.until = until
            grant.save(update_fields=["until"])
        audit.record("grant_place", site, by=by, at=at, change={"user": str(user.pk), "until": until})


def end_place_grant(*, site: Site, user: User, by: User | None, at: datetime) -> None:
    """End the user's leave to know the exact place."""
    with transaction.atomic():
        PlaceGrant.objects.filter(site=site, user=user, until__gt=at).update(until=at)
        audit.record("end_place_grant", site, by=by, at=at, change={"user": str(user.pk)})


def set_condition(*, site: Site, condition: Condition, by: User, at: datetime) -> None:
    """Record the site's condition as last seen; does nothing where it is the same."""
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=site.pk)
        if site.condition_id == condition.pk:
            return
        change = {"condition": [site.condition_id, condition.pk]}
        site.condition = condition
        site.updated_at, site.updated_by, site.updated_in = at, by, None
        site.updated_why = gettext("As last seen")
        site.save(update_fields=["condition", "updated_at", "updated_by", "updated_why", "updated_in"])
        audit.record("set_condition", site, by=by, at=at, change=change)
