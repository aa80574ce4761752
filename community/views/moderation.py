"""The moderators' queue: what is held or reported, appeals, what was decided; and the list of words."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.actions.order import answer_appeal, rule
from community.actions.words import add_word, end_word
from community.forms import AnswerForm, RulingForm, WordForm
from community.models import Comment, HidingAppeal, Message, Post, SensitiveWord
from community.permissions import can_edit_words, can_moderate
from community.queries.order import decided, open_appeals, waiting
from community.queries.words import listed_words
from core.errors import NotAllowed, NotFound
from people.permissions import signed_in

ROWS: Final = 25
KINDS: Final[dict[str, Any]] = {"post": Post, "comment": Comment, "message": Message}


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, the appeals, or what was decided."""
    if not can_moderate(request.user):
        raise NotAllowed
    show = request.GET.get("show", "")
    appeals = open_appeals()
    context: dict[str, Any] = {
        "show": show,
        "tabs": [
            {"label": label, "url": f"?show={key}" if key else "?", "is_current": show == key, "count": count}
            for key, label, count in (
                ("", _("Waiting"), None),
                ("appeals", _("Appeals"), appeals.count() or None),
                ("decided", _("Decided"), None),
            )
        ],
        "form": RulingForm(),
        "may_edit_words": can_edit_words(request.user),
    }
    if show == "appeals":
        context["appeals"] = appeals
    elif show == "decided":
        context["page"] = Paginator(decided(), ROWS).get_page(request.GET.get("page"))
    else:
        context["rows"] = waiting(request.user)
    return render(request, "community/moderation.html", context)


@login_required
@require_POST
def rule_page(request: HttpRequest, said_kind: str, said_id: UUID) -> HttpResponse:
    """Take a ruling."""
    if not can_moderate(request.user):
        raise NotAllowed
    model = KINDS.get(said_kind)
    said = model.objects.filter(pk=said_id).first() if model else None
    if said is None:
        raise NotFound
    form = RulingForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
        return redirect("community:moderation")
    ruling = rule(said=said, **form.cleaned_data, by=signed_in(request), at=timezone.now())
    hidden = ruling.verdict == ruling.Verdict.HIDE
    messages.success(request, _("Hidden; the author reads why.") if hidden else _("Shown."))
    return redirect("community:moderation")


@login_required
@require_POST
def answer(request: HttpRequest, ruling_id: UUID) -> HttpResponse:
    """Take the answer to an appeal."""
    if not can_moderate(request.user):
        raise NotAllowed
    made = HidingAppeal.objects.select_related("ruling").filter(pk=ruling_id).first()
    form = AnswerForm(request.POST)
    if made is None or not form.is_valid():
        raise NotFound
    answer_appeal(made=made, **form.cleaned_data, by=signed_in(request), at=timezone.now())
    messages.success(request, _("Answered; the author is told."))
    return redirect("community:moderation")


@login_required
@require_http_methods(["GET", "POST"])
def words_page(request: HttpRequest) -> HttpResponse:
    """Show the list of words to moderators; administrators add to it."""
    if not can_moderate(request.user):
        raise NotAllowed
    form = WordForm(request.POST or None)
    if request.method == "POST":
        if not can_edit_words(request.user):
            raise NotAllowed
        if form.is_valid():
            add_word(**form.cleaned_data, by=signed_in(request), at=timezone.now())
            return redirect("community:words")
    context = {"rows": listed_words(), "form": form, "may_edit": can_edit_words(request.user)}
    return render(request, "community/words.html", {**context, "today": timezone.localdate()})


@login_required
@require_POST
def end(request: HttpRequest, word_code: str) -> HttpResponse:
    """End a word."""
    if not can_edit_words(request.user):
        raise NotAllowed
    row = SensitiveWord.objects.filter(pk=word_code).first()
    if row is None:
        raise NotFound
    end_word(row=row, by=signed_in(request), at=timezone.now())
    return redirect("community:words")
