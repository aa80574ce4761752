"""Anybody's part in keeping order: report abuse, see what became of one's own words, appeal."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from community.actions.order import appeal, report_abuse
from community.forms import AbuseForm, AppealForm
from community.models import Comment, Message, Post
from community.models.posts import Saying
from community.queries.feed import visible_post
from community.queries.letters import letter_of
from community.queries.order import held_of, hidings_of, running_mute
from core.errors import NotFound, Problem
from people.permissions import Person, signed_in

Said = Post | Comment | Message


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, said_kind: str, said_id: UUID) -> HttpResponse:
    """Take a report of abuse about something the person may read."""
    said = readable(request.user, said_kind, said_id)
    form = AbuseForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                report_abuse(said=said, **form.cleaned_data, by=signed_in(request), at=timezone.now())
            except Problem as refusal:
                form.add_error(None, refusal.detail)
                status = refusal.status
            else:
                messages.success(
                    request, _("Thank you. A moderator looks at it; the author does not learn who reported.")
                )
                return redirect("community:feed")
    return render(request, "community/report_abuse.html", {"form": form, "said": said}, status=status)


@login_required
@require_GET
def my_words(request: HttpRequest) -> HttpResponse:
    """Show the person what of theirs waits or was hidden, why, and what they can do."""
    person = signed_in(request)
    context = {
        "held": held_of(person),
        "hidings": hidings_of(person)[:50],
        "mute": running_mute(person, at=timezone.now()),
    }
    return render(request, "community/my_words.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def appeal_page(request: HttpRequest, ruling_id: UUID) -> HttpResponse:
    """Take an appeal against a hiding of one's own words."""
    person = signed_in(request)
    ruling = hidings_of(person).filter(pk=ruling_id).first()
    if ruling is None:
        raise NotFound
    form = AppealForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            appeal(ruling=ruling, text=form.cleaned_data["text"], by=person, at=timezone.now())
        except Problem as refusal:
            form.add_error(None, refusal.detail)
            status = refusal.status
        else:
            messages.success(request, _("Your appeal is here. Another moderator answers it."))
            return redirect("community:my_words")
    return render(request, "community/appeal.html", {"form": form, "ruling": ruling}, status=status)


def readable(viewer: Person, kind: str, key: UUID) -> Said:
    """Return something said that the viewer may read: a post, a comment under it, a letter written to them."""
    found: Said | None = None
    if kind == "post":
        found = visible_post(viewer, key)
    elif kind == "comment":
        comment = Comment.objects.select_related("author", "post").filter(pk=key, state=Saying.SHOWN).first()
        found = comment if comment and visible_post(viewer, comment.post_id) else None
    elif kind == "message":
        message = Message.objects.select_related("author").filter(pk=key).first()
        found = message if message and letter_of(viewer, message.correspondence_id) else None
    if found is None:
        raise NotFound
    return found
