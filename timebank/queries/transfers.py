"""What we know of transfers: which hours are on their way, what may still go, partners and their keys."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum, When

from core.logic import jose
from people.models import User
from timebank.logic.transfer import Told
from timebank.models import (
    IncomingBatch,
    IncomingItem,
    Partner,
    PartnerKey,
    ReceivingCode,
    ServiceRecord,
    Transfer,
    TransferItem,
)
from timebank.queries.ledger import is_reversed

ON_THEIR_WAY = (TransferItem.State.HELD, TransferItem.State.GONE)
LIVING = (TransferItem.State.WISHED, *ON_THEIR_WAY)
RUNNING = (Transfer.State.APPROVED, Transfer.State.PREPARED, Transfer.State.CONFIRMING)


def own_seed() -> bytes:
    """Return the key this platform signs with."""
    return jose.seed_of(settings.PLATFORM_KEY, settings.SECRET_KEY, "heritage-patrol platform")


def own_keys() -> list[str]:
    """Return the public halves of this platform's keys in base64url, the present one first."""
    return [jose.public_key(own_seed()), *settings.PLATFORM_FORMER_KEYS]


def is_away() -> Exists:
    """Return the condition on records that their hours are held for a transfer, or handed over."""
    return Exists(TransferItem.objects.filter(record=OuterRef("pk"), state__in=ON_THEIR_WAY))


def transferable(volunteer: User) -> QuerySet[ServiceRecord]:
    """Return a person's records that may be handed over: served here, not taken back, in no living transfer."""
    living = TransferItem.objects.filter(record=OuterRef("pk"), state__in=LIVING)
    came = IncomingItem.objects.filter(record=OuterRef("pk"))
    records = ServiceRecord.objects.filter(~is_reversed(), ~Exists(living), ~Exists(came), volunteer=volunteer)
    return records.order_by("-during")


def told_of(transfer: Transfer) -> list[Told]:
    """Return the held records of a transfer as they are told to the partner."""
    held = transfer.items.filter(state=TransferItem.State.HELD).select_related("record").order_by("pk")
    return [
        Told(
            item.record.pk,
            item.record.during.lower,
            item.record.during.upper,
            item.record.title_zh,
            item.record.organisation_name,
        )
        for item in held
    ]


def own_transfers(volunteer: User) -> QuerySet[Transfer]:
    """Return a person's transfers with their records, newest first."""
    return _with_items(Transfer.objects.filter(volunteer=volunteer)).order_by("-consented_at")


def transfers_to_handle() -> QuerySet[Transfer]:
    """Return all transfers for who decides, waiting ones first, then the newest."""
    waiting = Case(When(state=Transfer.State.ASKED, then=0), default=1)
    found = _with_items(Transfer.objects.all()).select_related("volunteer__volunteer", "decided_by")
    return found.order_by(waiting, "-consented_at")


def due_transfers(at: datetime) -> list[UUID]:
    """Return the transfers on their way whose next call is due."""
    found = Transfer.objects.filter(next_at__lte=at).order_by("next_at")
    return list(found.values_list("pk", flat=True)[:100])


def incoming_of(volunteer: User) -> QuerySet[IncomingBatch]:
    """Return what partners handed to a person, newest first."""
    found = IncomingBatch.objects.filter(volunteer=volunteer).select_related("partner")
    return found.annotate(taken=Count("items", filter=Q(items__record__isnull=False))).order_by("-prepared_at")


def all_incoming() -> QuerySet[IncomingBatch]:
    """Return what came in, newest first, with how many records were credited and refused."""
    found = IncomingBatch.objects.select_related("partner", "volunteer").annotate(
        taken=Count("items", filter=Q(items__record__isnull=False)),
        refused=Count("items", filter=~Q(items__reason="")),
    )
    return found.order_by("-prepared_at")


def open_codes(volunteer: User, at: datetime) -> QuerySet[ReceivingCode]:
    """Return a person's receiving codes that can still be used."""
    return ReceivingCode.objects.filter(volunteer=volunteer, used_at=None, expires_at__gt=at).order_by("expires_at")


def valid_keys(partner: Partner, at: datetime) -> QuerySet[PartnerKey]:
    """Return the partner's admitted keys that are good at the time; none once the exchange was stopped."""
    keys = PartnerKey.objects.filter(partner=partner, partner__stopped_at=None, admitted_at__isnull=False)
    return keys.filter(withdrawn_at=None, valid_from__lte=at, valid_until__gt=at)


def admitted_partners(at: datetime) -> QuerySet[Partner]:
    """Return the partners records can be exchanged with now."""
    keys = PartnerKey.objects.filter(partner=OuterRef("pk"), admitted_at__isnull=False, withdrawn_at=None)
    good = Exists(keys.filter(valid_from__lte=at, valid_until__gt=at))
    return Partner.objects.filter(good, stopped_at=None).order_by("name")


def partners() -> QuerySet[Partner]:
    """Return all partners with their keys and how many hours (seconds) went to them and came from them."""
    keys = PartnerKey.objects.select_related("proposed_by", "admitted_by").order_by("valid_from")
    return Partner.objects.select_related("proposed_by").prefetch_related(Prefetch("keys", keys)).order_by("name")


def _with_items(transfers: QuerySet[Transfer]) -> QuerySet[Transfer]:
    items = TransferItem.objects.select_related("record").order_by("-record__during")
    counted = transfers.annotate(seconds=Sum("items__seconds"), records=Count("items"))
    return counted.select_related("partner").prefetch_related(Prefetch("items", items))
