"""A person's own pages: notices and profile; and the list of volunteers for those who organise them."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotAllowed
from people.actions import change_profile, mark_notices_read
from people.forms import ProfileForm
from people.notices import sentence
from people.permissions import has_right, signed_in
from people.queries import roles_of, volunteers

ROWS = 30


@login_required
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Show the person's notices, newest first."""
    person = signed_in(request)
    page = Paginator(person.notices.order_by("-created_at", "-id"), ROWS).get_page(request.GET.get("page"))
    rows = [{"notice": notice, "sentence": sentence(notice)} for notice in page]
    return render(request, "people/notices.html", {"page": page, "rows": rows})


@login_required
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark all notices as read."""
    person = signed_in(request)
    mark_notices_read(by=person, at=timezone.now())
    return redirect("people:notices")


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show the person's account and let them correct it."""
    person = signed_in(request)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        change_profile(user=person, by=person, at=timezone.now(), **form.cleaned_data)
        return redirect("people:profile")
    return render(request, "people/profile.html", {"form": form, "roles": roles_of(person)})


@login_required
@require_GET
def volunteer_list(request: HttpRequest) -> HttpResponse:
    """List the volunteers with what an organiser needs; homes stay with the planner's tools."""
    if not has_right(request.user, "see_volunteers"):
        raise NotAllowed
    page = Paginator(volunteers(request.user), ROWS).get_page(request.GET.get("page"))
    return render(request, "people/volunteers.html", {"page": page})
