"""The register of partner platforms: one proposes a key, another admits it; a key or a whole partner is stopped by either."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from core import audit
from core.errors import NotAllowed
from core.logic import jose
from core.outside import OutsideRefused, target_of
from people.models import User
from timebank.errors import PartnerKeyWrong, PartnerKnown
from timebank.models import Partner, PartnerKey
from timebank.permissions import can_keep_partners
from timebank.queries.transfers import own_keys


def propose_partner(
    *,
    code: str,
    name: str,
    base_url: str,
    public: str,
    valid_from: datetime,
    valid_until: datetime,
    by: User,
    at: datetime,
) -> Partner:
    """Propose a platform with its first key. Refuses NotAllowed, PartnerKeyWrong and PartnerKnown."""
    _may(by)
    base_url = base_url.rstrip("/")
    try:
        target_of(base_url)
    except OutsideRefused:
        raise PartnerKeyWrong from None
    if base_url == settings.PUBLIC_URL:
        raise PartnerKnown
    try:
        with transaction.atomic():
            partner = Partner.objects.create(code=code, name=name, base_url=base_url, proposed_by=by, proposed_at=at)
            change = {"code": code, "name": name, "base_url": base_url}
            audit.record("propose_partner", partner, by=by, at=at, change=change)
            propose_key(partner=partner, public=public, valid_from=valid_from, valid_until=valid_until, by=by, at=at)
    except IntegrityError as error:
        if "unique" in str(error):
            raise PartnerKnown from error
        raise
    return partner


def propose_key(
    *, partner: Partner, public: str, valid_from: datetime, valid_until: datetime, by: User, at: datetime
) -> PartnerKey:
    """Propose a further key of a partner. Refuses NotAllowed, PartnerKeyWrong and PartnerKnown."""
    _may(by)
    if not jose.is_public_key(public) or valid_until <= valid_from or public in own_keys():
        raise PartnerKeyWrong
    kid = jose.thumbprint(public)
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner.pk)
        # A key names one platform only.
        if PartnerKey.objects.filter(kid=kid).exists():
            raise PartnerKnown
        key = PartnerKey.objects.create(
            partner=partner,
            kid=kid,
            public=public,
            valid_from=valid_from,
            valid_until=valid_until,
            proposed_by=by,
            proposed_at=at,
        )
        audit.record("propose_partner_key", key, by=by, at=at, change={"partner": partner.code, "kid": kid})
    return key


def admit_key(*, key: PartnerKey, by: User, at: datetime) -> None:
    """Admit a key somebody else proposed: from now on its signatures count. Refuses NotAllowed, also to who proposed it."""
    _may(by)
    with transaction.atomic():
        locked = PartnerKey.objects.select_for_update().get(pk=key.pk)
        if locked.proposed_by_id == by.pk:
            raise NotAllowed
        if locked.admitted_at is None and locked.withdrawn_at is None:
            locked.admitted_by, locked.admitted_at = by, at
            locked.save(update_fields=["admitted_by", "admitted_at"])
            audit.record("admit_partner_key", locked, by=by, at=at, change={"kid": locked.kid})


def withdraw_key(*, key: PartnerKey, by: User, at: datetime) -> None:
    """Let a key count no more, at once; one person suffices. Refuses NotAllowed."""
    _may(by)
    with transaction.atomic():
        locked = PartnerKey.objects.select_for_update().get(pk=key.pk)
        if locked.withdrawn_at is None:
            locked.withdrawn_at = at
            locked.save(update_fields=["withdrawn_at"])
            audit.record("withdraw_partner_key", locked, by=by, at=at, change={"kid": locked.kid})


def stop_partner(*, partner: Partner, by: User, at: datetime) -> None:
    """End the exchange with a partner, at once; what is on its way waits. Refuses NotAllowed."""
    _may(by)
    with transaction.atomic():
        locked = Partner.objects.select_for_update().get(pk=partner.pk)
        if locked.stopped_at is None:
            locked.stopped_at = at
            locked.save(update_fields=["stopped_at"])
            audit.record("stop_partner", locked, by=by, at=at)


def _may(by: User) -> None:
    if not can_keep_partners(by):
        raise NotAllowed
