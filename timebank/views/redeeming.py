"""The counter of a service point: a code scanned or typed, the item handed out, once."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.errors import NotAllowed, NotFound
from people.models import User
from people.permissions import signed_in
from timebank.actions.vouchers import capture_voucher
from timebank.models import Voucher
from timebank.permissions import kept_points
from timebank.queries.rewards import redeemed_at

SHOWN: Final = 10


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Take a typed code, and show what was handed out last."""
    points = kept_points(_keeper(request))
    context = {"points": points, "rows": redeemed_at(points)[:SHOWN], "wrong": ""}
    if request.method == "GET":
        return render(request, "timebank/rewards/counter.html", context)
    code = "".join(request.POST.get("code", "").split()).upper()
    if Voucher.objects.filter(code=code).exists():
        return redirect("rewards:hand_out", code)
    context["wrong"] = _("No voucher has this code. Compare it letter by letter.")
    return render(request, "timebank/rewards/counter.html", context, status=422)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def hand_out(request: HttpRequest, voucher_code: str) -> HttpResponse:
    """Show the keeper what a code stands for, and hand it out."""
    keeper = _keeper(request)
    points = kept_points(keeper)
    voucher = (
        Voucher.objects.select_related("item__sponsor", "owner", "service_point").filter(code=voucher_code).first()
    )
    if voucher is None:
        raise NotFound
    if request.method == "POST":
        point = points.filter(pk=request.POST.get("point", "")).first()
        if point is None:
            raise NotFound
        capture_voucher(code=voucher.code, service_point=point, by=keeper, at=timezone.now())
        messages.success(request, _("Handed out: {item}.").format(item=voucher.item))
        return redirect("rewards:counter")
    here = points.filter(pk__in=voucher.item.service_points.all())
    is_past = voucher.expires_on < timezone.localdate()
    context = {"voucher": voucher, "points": here, "is_past": is_past, "is_own": voucher.owner_id == keeper.pk}
    return render(request, "timebank/rewards/hand_out.html", context)


def _keeper(request: HttpRequest) -> User:
    person = signed_in(request)
    if not kept_points(person).exists():
        raise NotAllowed
    return person
