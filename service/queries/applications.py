"""Who is of a shift: a person's own places and offers, an organiser's list, and the queue."""

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.crypto import salted_hmac

from people.models import User
from service.logic.states import BINDING
from service.models import Application, Evaluation, Offer, Shift
from service.models.evaluation import About

PLACE = (
    "shift__activity__kind",
    "shift__activity__organisation",
    "shift__activity__site",
    "shift__activity__service_point",
)
SHAPES = tuple(f"shift__activity__{name}" for name in ("geom", "site__geom", "site__shown_geom", "service_point__geom"))


def own_applications(person: User) -> QuerySet[Application]:
    """Return the person's places with all a page shows of them."""
    said = Evaluation.objects.filter(application=OuterRef("pk"), about=About.ACTIVITY)
    found = Application.objects.filter(volunteer=person).select_related(*PLACE).defer(*SHAPES)
    return found.annotate(has_spoken=Exists(said)).order_by("shift__starts_at", "pk")


def coming_applications(person: User, *, at: datetime) -> QuerySet[Application]:
    """Return what is still before the person, soonest first: asked for, waiting, or promised and not over."""
    alive = own_applications(person).filter(state__in=("applied", "waiting", "accepted", "checked_in"))
    return alive.filter(shift__ends_at__gt=at) | alive.filter(state="checked_in")


def past_applications(person: User, *, at: datetime) -> QuerySet[Application]:
    """Return what is over, the latest first, with what was said of the person."""
    said = Prefetch("evaluations", Evaluation.objects.filter(about=About.VOLUNTEER), to_attr="of_person")
    coming = coming_applications(person, at=at).values("pk")
    return own_applications(person).exclude(pk__in=coming).prefetch_related(said).order_by("-shift__starts_at", "pk")


def open_offers(person: User, *, at: datetime) -> QuerySet[Offer]:
    """Return what the person is asked and may still answer."""
    found = Offer.objects.filter(volunteer=person, state="open", accept_by__gt=at, shift__starts_at__gt=at)
    return found.select_related(*PLACE).defer(*SHAPES).order_by("accept_by", "pk")


def applications_of(shift: Shift) -> QuerySet[Application]:
    """Return who is of a shift in the order of asking, with what the organiser said of each."""
    said = Prefetch("evaluations", Evaluation.objects.filter(about=About.VOLUNTEER), to_attr="of_person")
    found = shift.applications.select_related("volunteer", "in_by", "out_by", "confirmed_by")
    return found.prefetch_related(said).order_by("applied_at", "pk")


def queue_of(shift: Shift) -> QuerySet[Application]:
    """Return the waiting list, who asked first first."""
    return shift.applications.filter(state="waiting").select_related("volunteer").order_by("applied_at", "pk")


def holds_another(person: User, shift: Shift) -> bool:
    """Say whether the person has promised a part of this time to another shift."""
    held = Application.objects.filter(volunteer=person, state__in=BINDING).exclude(shift=shift)
    return held.filter(shift__starts_at__lt=shift.ends_at, shift__ends_at__gt=shift.starts_at).exists()


def code_key() -> bytes:
    """Return the key that signs the codes at the place: derived, so that no signature of ours elsewhere tells it."""
    return salted_hmac("service.check_in", "code", secret=settings.SECRET_KEY, algorithm="sha256").digest()


def shifts_in_calendar(person: User, *, since: datetime) -> QuerySet[Application]:
    """Return the promised shifts from then on, for a calendar."""
    return own_applications(person).filter(state__in=BINDING, shift__ends_at__gt=since)
