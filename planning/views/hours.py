"""The opening hours of a site, which day trips keep."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import NotAllowed, NotFound
from people.permissions import signed_in
from planning.actions.hours import set_hours
from planning.forms.hours import HoursForm
from planning.permissions import can_suspend
from sites.queries import visible_sites


@login_required
@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, code: str) -> HttpResponse:
    """Show and keep when the site is open."""
    person = signed_in(request)
    if not can_suspend(person):
        raise NotAllowed
    site = visible_sites(person).defer("geom", "shown_geom").filter(code=code).first()
    if site is None or not can_suspend(person, site.district_id):
        raise NotFound
    known = {one.weekday: (one.opens, one.closes) for one in site.hours.all()}
    form = HoursForm(request.POST or None, known=known)
    if form.is_valid():
        set_hours(site=site, hours=form.chosen(), by=person, at=timezone.now())
        messages.success(request, _("The opening hours are kept."))
        return redirect("planning:hours", site.code)
    context = {"form": form, "site": site}
    return render(request, "planning/hours.html", context, status=422 if form.is_bound else 200)
