"""Visits that look for somebody, for volunteers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.errors import NotAllowed, Problem
from patrol.permissions import is_active_volunteer
from people.models import User
from people.permissions import has_right
from planning.actions.offers import claim_visit
from planning.queries.duties import today
from planning.queries.offers import eligible_offers

OFFERS_A_PAGE = 20


@login_required
@never_cache
@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """List the visits the volunteer can claim, nearest first."""
    found = eligible_offers(_volunteer(request), on=today())
    page = Paginator(found, OFFERS_A_PAGE).get_page(request.GET.get("page"))
    for offer in page.object_list:
        # To the nearest half kilometre: about as fine as the homes are known.
        offer.km = None if offer.distance_m is None else round(offer.distance_m / 500) / 2
    return render(request, "planning/offers.html", {"page": page})


@login_required
@require_POST
def claim(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Claim a visit; who was too late is told so and sees the list as it is now."""
    person = _volunteer(request)
    try:
        visit = claim_visit(offer_id=offer_id, by=person, at=timezone.now())
    except Problem as refusal:
        messages.error(request, refusal.detail)
        return redirect("planning:offers")
    messages.success(request, _("The visit is yours. Thank you for stepping in."))
    return redirect("patrol:field_site", visit.site.code)


def _volunteer(request: HttpRequest) -> User:
    person = request.user
    if not isinstance(person, User) or not has_right(person, "take_assignment") or not is_active_volunteer(person):
        raise NotAllowed
    return person
