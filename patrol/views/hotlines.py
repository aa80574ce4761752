"""Keys of city hotlines, kept by officers."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotAllowed
from patrol.actions.hotlines import make_hotline, revoke_hotline
from patrol.forms.public import HotlineForm
from patrol.permissions import can_keep_channels
from patrol.queries.hotlines import hotlines_of
from people.permissions import Person, areas_of, signed_in
from sites.models import District


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def hotlines_page(request: HttpRequest) -> HttpResponse:
    """List the keys; a new one is shown once."""
    if not can_keep_channels(request.user):
        raise NotAllowed
    form = HotlineForm(request.POST or None, areas=area_choices(request.user))
    made = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        hotline, key = make_hotline(label=said["label"], area=said["area"], by=signed_in(request), at=timezone.now())
        made = {"hotline": hotline, "key": key}
        form = HotlineForm(areas=area_choices(request.user))
    context = {
        "form": form,
        "made": made,
        "hotlines": hotlines_of(request.user),
        "url": settings.PUBLIC_URL + reverse("open311:discovery", args=["json"]),
    }
    return render(request, "patrol/public/hotlines.html", context, status=422 if form.is_bound and form.errors else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, hotline_id: UUID) -> HttpResponse:
    """Take a key back."""
    if not can_keep_channels(request.user):
        raise NotAllowed
    hotline = revoke_hotline(hotline_id=hotline_id, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The key of {hotline} no longer lets anybody in.").format(hotline=hotline.label))
    return redirect("patrol:hotlines")


def area_choices(person: Person) -> list[tuple[str, str]]:
    """Return the person's areas for which channels may be kept, with the divisions inside them."""
    areas = areas_of(person, "keep_channels")
    found = District.objects.none()
    for area in areas:
        found |= District.objects.filter(code__startswith=area, kind__in=["province", "city", "county"])
    named = {one.code: one.name for one in found.defer("geom").order_by("code")}
    return [
        *((area, named.get(area) or _named(area)) for area in areas),
        *((code, name) for code, name in named.items() if code not in areas),
    ]


def _named(area: str) -> str:
    return _("all of {area}").format(area=area) if area else _("everywhere")
