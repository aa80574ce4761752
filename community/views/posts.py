"""A new post, one post with its comments and thanks, and its photos."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.actions.posts import (
    add_comment,
    publish_post,
    take_thanks_back,
    thank,
    withdraw_comment,
    withdraw_post,
)
from community.forms import PostForm, SayForm
from community.logic.limits import MOST_PHOTOS
from community.models import Comment, Post
from community.models.posts import Saying
from community.permissions import can_write
from community.queries.feed import comments_of, visible_post, visible_post_photo
from community.views import back
from core.errors import NotAllowed, NotFound, Problem
from core.ids import new_id
from patrol.api.uploads import PhotoLimits, limit_upload
from patrol.views.media import send_copy
from people.permissions import signed_in
from sites.queries import visible_sites


@csrf_exempt
@login_required
@require_http_methods(["GET", "POST"])
def new_post(request: HttpRequest) -> HttpResponse:
    """Take a person's post. The limits of the upload stand before anything reads it; then the token is asked for."""
    limits = photo_limits(request)
    answer: HttpResponse = _new_post(request, limits)
    return answer


@csrf_protect
def _new_post(request: HttpRequest, limits: PhotoLimits) -> HttpResponse:
    if not can_write(request.user):
        raise NotAllowed
    if request.method != "POST":
        initial = {"id": new_id(), "site": request.GET.get("site", "")}
        return _form_page(request, PostForm(initial=initial, viewer=request.user), 200)
    form = PostForm(request.POST, request.FILES, viewer=request.user)
    if limits.refusal is not None:
        form.add_error("photos", limits.refusal.detail)
    if not form.is_valid():
        return _form_page(request, form, 422)
    try:
        post = publish_post(**form.cleaned_data, by=signed_in(request), at=timezone.now())
    except Problem as refusal:
        form.add_error(None, refusal.detail)
        return _form_page(request, form, refusal.status)
    say_where_it_stands(request, post)
    return redirect("community:post", post.pk)


@require_http_methods(["GET", "POST"])
def post_page(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Show a post with its comments, and take one; news are read by everybody."""
    post = visible_post(request.user, post_id)
    if not request.user.is_authenticated and (post is None or request.method == "POST"):
        return redirect_to_login(request.get_full_path())
    if post is None:
        raise NotFound
    form = SayForm(request.POST or None, initial={"id": new_id()})
    status = 200
    if request.method == "POST":
        status = 422
        if not can_write(request.user):
            raise NotAllowed
        if form.is_valid():
            try:
                said = add_comment(post=post, **form.cleaned_data, by=signed_in(request), at=timezone.now())
            except Problem as refusal:
                form.add_error(None, refusal.detail)
                status = refusal.status
            else:
                say_where_it_stands(request, said)
                return redirect("community:post", post.pk)
    context = {
        "post": post,
        "form": form,
        "comments": comments_of(post, request.user),
        "may_write": can_write(request.user),
        "is_mine": post.author_id == request.user.pk,
    }
    return render(request, "community/post.html", context, status=status)


@login_required
@require_POST
def thank_page(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Thank, or take the thanks back."""
    act = take_thanks_back if request.POST.get("end") else thank
    act(post=_post(request, post_id), by=signed_in(request), at=timezone.now())
    return back(request, "community:feed")


@login_required
@require_POST
def withdraw(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Take one's own post back."""
    withdraw_post(post=_post(request, post_id), by=signed_in(request), at=timezone.now())
    messages.success(request, _("Taken back: nobody is shown it any more."))
    return redirect("community:feed")


@login_required
@require_POST
def withdraw_said(request: HttpRequest, comment_id: UUID) -> HttpResponse:
    """Take one's own comment back."""
    comment = Comment.objects.filter(pk=comment_id).first()
    if comment is None or (comment.author_id != request.user.pk and comment.state != Saying.SHOWN):
        raise NotFound
    withdraw_comment(comment=comment, by=signed_in(request), at=timezone.now())
    return redirect("community:post", comment.post_id)


@require_safe
def photo(request: HttpRequest, post_id: str, position: str, size: str) -> FileResponse:
    """Send a copy without EXIF to whoever may read the post."""
    found = visible_post_photo(request.user, UUID(post_id), int(position))
    return send_copy(found.file if found else None, size)


def photo_limits(request: HttpRequest) -> PhotoLimits:
    """Put the limits of an upload before the handlers that store."""
    return limit_upload(cast("Any", request), most_files=MOST_PHOTOS) if request.method == "POST" else PhotoLimits()


def say_where_it_stands(request: HttpRequest, said: Post | Comment) -> None:
    """Tell the author whether it is shown or waits."""
    if said.state == Saying.HELD:
        messages.info(request, _("Kept. A moderator looks at it first, because of a word or a place in it."))
    else:
        messages.success(request, _("Thank you: everybody can read it now."))


def _post(request: HttpRequest, post_id: UUID) -> Post:
    post = visible_post(request.user, post_id)
    if post is None:
        raise NotFound
    return post


def _form_page(request: HttpRequest, form: PostForm, status: int) -> HttpResponse:
    code = str(form["site"].value() or "")
    site = visible_sites(request.user).filter(code=code).first() if code else None
    context = {"form": form, "site": site, "limit_mb": settings.PHOTO_LIMIT_MB}
    return render(request, "community/new_post.html", context, status=status)
