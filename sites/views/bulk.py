"""Many sites edited at once: chosen in the list or by its filters, previewed, then changed in one step."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import Problem
from people.models import User
from sites.actions.sites import MOST_AT_ONCE, change_many
from sites.errors import TooManySites
from sites.forms import SiteSearch
from sites.forms.bulk import BulkForm
from sites.models import Site
from sites.queries.bulk import fingerprint, preview
from sites.queries.editing import in_areas
from sites.views.edit import officer_of


@login_required
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Ask what to set on the sites of the address (`site=CODE…`, or the list's filters with `all=1`), preview, apply."""
    officer = officer_of(request)
    sites = _asked(request, officer)
    count = sites.count()
    if count > MOST_AT_ONCE:
        raise TooManySites(count=count, limit=MOST_AT_ONCE)
    form = BulkForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "count": count, "query": request.GET.urlencode(), "preview": None}
    if not form.is_valid():
        return render(request, "sites/bulk.html", context, status=422 if form.is_bound else 200)
    if "apply" in request.POST:
        try:
            changed = _apply(sites, form, officer)
        except Problem as problem:
            context["problem"] = problem
        else:
            messages.success(request, _("{count} sites were changed.").format(count=changed))
            return redirect("sites:list")
    context["preview"] = preview(sites, form.changes)
    context["seen"] = _seen(sites)
    return render(request, "sites/bulk.html", context, status=409 if "problem" in context else 200)


def _apply(sites: QuerySet[Site], form: BulkForm, officer: User) -> int:
    told = form.cleaned_data
    return change_many(
        sites=sites, changes=form.changes, why=told["why"], by=officer, at=timezone.now(), seen=told["seen"]
    )


def _asked(request: HttpRequest, officer: User) -> QuerySet[Site]:
    """Return the active sites asked for that the officer may edit."""
    mine = Site.objects.filter(in_areas(officer, "edit_sites"), is_active=True)
    if "all" not in request.GET:
        return mine.filter(code__in=request.GET.getlist("site"))
    form = SiteSearch(request.GET, viewer=officer)
    return form.narrow(mine) if form.is_valid() else mine.none()


def _seen(sites: QuerySet[Site]) -> str:
    return fingerprint(sites.values_list("pk", "updated_at"))
