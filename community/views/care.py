"""Sites a person looks after, and the community's part of a site's page."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from community.actions.care import adopt_site, change_adoption, end_adoption
from community.forms import AdoptForm
from community.models import Adoption
from community.permissions import can_adopt, can_write
from community.queries.care import adopters, count_adopters, promises_of
from community.queries.feed import is_followed, posts_of_site
from community.views.feed import site_of
from core.errors import NotAllowed, NotFound, Problem
from people.models import Role
from people.permissions import has_role, signed_in

PANEL_POSTS = 3


@require_safe
def site_panel(request: HttpRequest, code: str) -> HttpResponse:
    """Show who looks after the site, and to people signed in the newest posts about it."""
    site = site_of(request.user, code)
    is_in = request.user.is_authenticated
    context = {
        "site": site,
        "names": adopters(site),
        "count": count_adopters(site),
        "posts": posts_of_site(site, request.user, PANEL_POSTS) if is_in else [],
        "is_followed": is_followed(request.user, site),
        "may_adopt": can_adopt(request.user, site.district_id),
        "may_write": can_write(request.user),
        "mine": is_in and Adoption.objects.filter(user=request.user.pk, site=site, ended_at=None).exists(),
    }
    if not is_in and not context["count"]:
        return HttpResponse()
    return render(request, "community/_site_panel.html", context)


@login_required
@require_GET
def adoptions(request: HttpRequest) -> HttpResponse:
    """Show what the person looks after, the one due first at the top."""
    if not has_role(request.user, Role.VOLUNTEER):
        raise NotAllowed
    today = timezone.localdate()
    context = {"promises": promises_of(request.user, on=today), "today": today}
    return render(request, "community/adoptions.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, code: str) -> HttpResponse:
    """Take the promise to look after a site, or change it."""
    site, person = site_of(request.user, code), signed_in(request)
    if not can_adopt(person, site.district_id):
        raise NotAllowed
    running = Adoption.objects.filter(user=person, site=site, ended_at=None).first()
    initial = {"times_a_year": running.times_a_year if running else 2, "is_shown": bool(running and running.is_shown)}
    form = AdoptForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if running:
                change_adoption(adoption=running, **form.cleaned_data, by=person, at=timezone.now())
            else:
                adopt_site(site=site, **form.cleaned_data, by=person, at=timezone.now())
        except Problem as refusal:
            form.add_error(None, refusal.detail)
        else:
            messages.success(request, _("Thank you. We call it to mind when a visit is due, never at night."))
            return redirect("community:adoptions")
    status = 422 if form.errors else 200
    return render(request, "community/adopt.html", {"form": form, "site": site, "running": running}, status=status)


@login_required
@require_POST
def end(request: HttpRequest, adoption_id: UUID) -> HttpResponse:
    """End a promise; nobody asks why."""
    if not has_role(request.user, Role.VOLUNTEER):
        raise NotAllowed
    adoption = Adoption.objects.filter(pk=adoption_id, user=request.user.pk, ended_at=None).first()
    if adoption is None:
        raise NotFound
    end_adoption(adoption=adoption, by=signed_in(request), at=timezone.now())
    messages.success(request, _("Thank you for all your looks. You can begin again at any time."))
    return redirect("community:adoptions")
