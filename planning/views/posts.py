"""Proposals of service points: the list, and asking for a new one."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from people.permissions import signed_in
from planning.actions.posts import StudyAsked, ask_for_posts
from planning.errors import NoPlaceForPosts
from planning.forms.posts import PostsForm
from planning.permissions import planning_areas
from planning.queries.coverage import districts_in
from planning.queries.posts import studies_in

PAGE_SIZE: Final = 20


@login_required
@require_GET
def studies(request: HttpRequest) -> HttpResponse:
    """List the proposals of the planner's areas, newest first."""
    found = studies_in(planning_areas(request.user))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "planning/posts.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def new_study(request: HttpRequest) -> HttpResponse:
    """Ask where new service points would stand best."""
    districts = districts_in(planning_areas(request.user))
    form = PostsForm(request.POST or None, districts=districts, district=request.GET.get("district", ""))
    if form.is_valid():
        try:
            study = ask_for_posts(asked=_asked(form), by=signed_in(request), at=timezone.now())
        except NoPlaceForPosts as refusal:
            form.add_error(None, refusal.detail)
        else:
            messages.success(request, _("The places are being chosen. This page shows how far it is."))
            return redirect("planning:study", study.pk)
    return render(request, "planning/new_posts.html", {"form": form}, status=422 if form.is_bound else 200)


def _asked(form: PostsForm) -> StudyAsked:
    told = form.cleaned_data
    title = told["title"] or _("Service points in {district}").format(district=told["district"].name)
    return StudyAsked(**{**told, "title": title, "candidates": tuple(told["candidates"])})
