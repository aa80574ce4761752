"""A person's feed, what they follow, and what is posted about a site."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from community.actions.posts import follow, unfollow
from community.models import Post
from community.permissions import can_moderate, can_write
from community.queries.care import running_calls
from community.queries.feed import FeedPage, everything, followed, is_followed, my_feed, pinned
from community.queries.feed import site_feed as posts_about
from community.queries.order import held_of, running_mute
from community.views import back
from core.errors import NotFound
from people.models import Organisation
from people.permissions import Person, signed_in
from sites.models import Site
from sites.queries import visible_sites


@login_required
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """Show what the person follows, news and their own; or everything."""
    after, show = request.GET.get("after", ""), request.GET.get("show", "")
    page = everything(request.user, after) if show == "all" else my_feed(request.user, after)
    now = timezone.now()
    top = [] if after else pinned(request.user, at=now)
    context = {
        **shown(page, request, top),
        "tabs": [
            {"label": _("My feed"), "url": "?", "is_current": show != "all"},
            {"label": _("Everybody"), "url": "?show=all", "is_current": show == "all"},
        ],
        "show": show,
        "calls": [] if after else running_calls(timezone.localdate(now)),
        "held": [] if after else held_of(request.user),
        "mute": running_mute(request.user, at=now),
        "is_moderator": can_moderate(request.user),
        "this_year": timezone.localdate(now).year,
    }
    return render(request, "community/feed.html", context)


@login_required
@require_GET
def site_posts(request: HttpRequest, code: str) -> HttpResponse:
    """Show the posts about a site, newest first."""
    site = site_of(request.user, code)
    page = posts_about(site, request.user, request.GET.get("after", ""))
    context = {**shown(page, request), "site": site, "is_followed": is_followed(request.user, site)}
    return render(request, "community/site_posts.html", context)


@login_required
@require_GET
def following(request: HttpRequest) -> HttpResponse:
    """List what the person follows."""
    return render(request, "community/following.html", {"rows": followed(request.user)})


@login_required
@require_POST
def follow_page(request: HttpRequest) -> HttpResponse:
    """Follow, or follow no more."""
    of = _named(request)
    act = unfollow if request.POST.get("end") else follow
    act(of=of, by=signed_in(request), at=timezone.now())
    return back(request, "community:following")


def shown(page: FeedPage, request: HttpRequest, top: Sequence[Post] = ()) -> dict[str, Any]:
    """Return what every list of posts needs; what is pinned on top does not stand below once more."""
    posts = [post for post in page.posts if post not in top]
    return {"posts": posts, "pinned": top, "after": page.after, "may_write": can_write(request.user)}


def site_of(viewer: Person, code: str) -> Site:
    """Return a site as the viewer may know it; NotFound where there is none."""
    site: Site | None = visible_sites(viewer).select_related("district").filter(code=code).first()
    if site is None:
        raise NotFound
    return site


def _named(request: HttpRequest) -> Site | Organisation:
    code = request.POST.get("code", "")
    rows: dict[str, type[Model]] = {"site": Site, "organisation": Organisation}
    model: Any = rows.get(request.POST.get("of", ""))
    found: Site | Organisation | None = model.objects.filter(code=code).first() if model else None
    if found is None or (isinstance(found, Site) and not found.is_active):
        raise NotFound
    return found
