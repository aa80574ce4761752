"""News and announcements: read by everybody, written by managers for their organisation and administrators for the federation."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from community.actions.posts import publish_news
from community.forms import NewsForm
from community.permissions import can_write_news, speaks_for
from community.queries.feed import is_followed, news, news_of, pinned
from community.views.feed import shown
from community.views.posts import photo_limits, say_where_it_stands
from core.errors import NotAllowed, NotFound, Problem
from core.ids import new_id
from patrol.api.uploads import PhotoLimits
from people.models import Organisation
from people.permissions import has_right, signed_in


@require_safe
def news_page(request: HttpRequest) -> HttpResponse:
    """Show the news of all, announcements first."""
    after = request.GET.get("after", "")
    top = [] if after else pinned(request.user, at=timezone.now())
    context = {
        **shown(news(request.user, after), request, top),
        "may_write_news": has_right(request.user, "write_news"),
    }
    return render(request, "community/news.html", context)


@require_safe
def organisation_page(request: HttpRequest, organisation_code: str) -> HttpResponse:
    """Show an organisation's news."""
    organisation = Organisation.objects.select_related("parent").filter(code=organisation_code).first()
    if organisation is None:
        raise NotFound
    after = request.GET.get("after", "")
    top = [] if after else pinned(request.user, at=timezone.now(), organisation=organisation)
    context = {
        **shown(news_of(organisation, request.user, after), request, top),
        "organisation": organisation,
        "is_followed": is_followed(request.user, organisation),
        "may_write_news": can_write_news(request.user, organisation),
    }
    return render(request, "community/organisation.html", context)


@csrf_exempt
@login_required
@require_http_methods(["GET", "POST"])
def new_news(request: HttpRequest) -> HttpResponse:
    """Take news. The limits of the upload stand before anything reads it; then the token is asked for."""
    limits = photo_limits(request)
    answer: HttpResponse = _new_news(request, limits)
    return answer


@csrf_protect
def _new_news(request: HttpRequest, limits: PhotoLimits) -> HttpResponse:
    if not has_right(request.user, "write_news"):
        raise NotAllowed
    form = NewsForm(
        request.POST or None,
        request.FILES or None,
        initial={"id": new_id(), "organisation": speaks_for(request.user).first()},
        organisations=speaks_for(request.user),
        is_federation=can_write_news(request.user),
    )
    if request.method == "POST" and limits.refusal is not None:
        form.add_error("photos", limits.refusal.detail)
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        try:
            post = publish_news(**form.cleaned_data, by=signed_in(request), at=timezone.now())
        except Problem as refusal:
            form.add_error(None, refusal.detail)
            status = refusal.status
        else:
            say_where_it_stands(request, post)
            return redirect("community:post", post.pk)
    return render(request, "community/new_news.html", {"form": form}, status=status)
