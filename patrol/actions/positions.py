"""The last position of somebody on patrol, and the consents that decide what is kept."""

from datetime import datetime

from django.contrib.gis.geos import Point
from django.db import transaction

from patrol.actions.forgetting import drop_tracks_of
from patrol.errors.outings import (
    OutingEnded,
    PositionConsentMissing,
    TrackConsentMissing,
)
from patrol.models import LastPosition, Outing
from people.actions import give_consent, revoke_consent
from people.models import Consent, User
from people.queries import has_consented


def keep_position(
    *, outing: Outing, place: tuple[float, float], accuracy_m: float | None, fix_at: datetime, by: User, at: datetime
) -> LastPosition:
    """Keep where the person is (longitude, latitude, WGS-84), in place of the last one; an older one changes nothing.

    Refuses PositionConsentMissing and OutingEnded: then nothing is stored.
    """
    with transaction.atomic():
        # The consent could be taken back, or the outing end, while this waits: both lock the same rows.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        locked = Outing.objects.select_for_update().get(pk=outing.pk)
        if not has_consented(by, Consent.Purpose.POSITION):
            raise PositionConsentMissing
        if locked.state != Outing.State.OUT:
            raise OutingEnded
        known = LastPosition.objects.filter(outing=locked).first()
        if known is not None and known.fix_at >= fix_at:
            return known
        values = {"geom": Point(*place, srid=4326), "accuracy_m": accuracy_m, "fix_at": fix_at, "received_at": at}
        return LastPosition.objects.update_or_create(outing=locked, defaults=values)[0]


def change_consent(*, purpose: Consent.Purpose, is_given: bool, by: User, at: datetime) -> None:
    """Give or take back one consent; taking it back deletes what is stored under it."""
    if is_given:
        give_consent(purpose=purpose, by=by, at=at)
        return
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        revoke_consent(purpose=purpose, by=by, at=at)
        if purpose == Consent.Purpose.POSITION:
            LastPosition.objects.filter(outing__volunteer=by).delete()
        else:
            drop_tracks_of(person=by, at=at)


def refuse_without_track_consent(*, by: User) -> None:
    """Refuse TrackConsentMissing; inside a transaction the consent cannot be taken back until it ends."""
    if transaction.get_connection().in_atomic_block:
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not has_consented(by, Consent.Purpose.TRACK):
        raise TrackConsentMissing
