"""Letters between two people: the list, one correspondence, the question and its answer."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from community.actions.letters import (
    answer_question,
    ask_to_write,
    block_letters,
    mark_letters_read,
    open_letters_again,
    write_letter,
)
from community.forms import AskForm, LetterForm
from community.models import Correspondence
from community.permissions import can_write, is_adult
from community.queries.letters import between, letter_of, letters_in, letters_of, other_of
from core.errors import NotAllowed, NotFound, Problem
from core.ids import new_id
from people.models import User
from people.permissions import signed_in

ROWS = 30


@login_required
@never_cache
@require_GET
def letters_page(request: HttpRequest) -> HttpResponse:
    """List the person's correspondences."""
    person = signed_in(request)
    page = Paginator(letters_of(person), ROWS).get_page(request.GET.get("page"))
    rows = [{"line": line, "other": other_of(line, person), "is_asked": line.asked_id == person.pk} for line in page]
    context = {"page": page, "rows": rows, "is_adult": is_adult(person.pk, timezone.localdate())}
    return render(request, "community/letters.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Ask somebody for their consent; who was asked before is led to the letters."""
    person = signed_in(request)
    whom = User.objects.filter(pk=user_id, is_active=True).first()
    if not can_write(person):
        raise NotAllowed
    if whom is None or whom.pk == person.pk or not can_write(whom):
        raise NotFound
    if (line := between(person, whom)) is not None and request.method == "GET":
        return redirect("community:letter", line.pk)
    form = AskForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            line = ask_to_write(whom=whom, words=form.cleaned_data["words"], by=person, at=timezone.now())
        except Problem as refusal:
            form.add_error(None, refusal.detail)
            status = refusal.status
        else:
            messages.success(request, _("Asked. You can write when the other has said yes."))
            return redirect("community:letter", line.pk)
    return render(request, "community/ask.html", {"form": form, "whom": whom}, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def letter_page(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Show the letters of two people, and take one."""
    person = signed_in(request)
    line = _line(request, letter_id)
    form = LetterForm(request.POST or None, initial={"id": new_id()})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            write_letter(line=line, **form.cleaned_data, by=person, at=timezone.now())
        except Problem as refusal:
            form.add_error(None, refusal.detail)
            status = refusal.status
        else:
            return redirect("community:letter", line.pk)
    context = {
        "line": line,
        "letters": letters_in(line),
        "other": other_of(line, person),
        "form": form,
        "is_asked": line.asked_id == person.pk,
        "is_mine_to_open": line.blocked_by_id == person.pk,
    }
    answer = render(request, "community/letter.html", context, status=status)
    mark_letters_read(line=line, by=person, at=timezone.now())
    return answer


@login_required
@require_POST
def answer(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Say yes or no, end the letters, or open them again."""
    line, person, now = _line(request, letter_id), signed_in(request), timezone.now()
    said = request.POST.get("do")
    if said in {"yes", "no"}:
        answer_question(line=line, is_yes=said == "yes", by=person, at=now)
    elif said == "again":
        open_letters_again(line=line, by=person, at=now)
    elif said == "block":
        block_letters(line=line, by=person, at=now)
    return redirect("community:letter", line.pk)


def _line(request: HttpRequest, key: UUID) -> Correspondence:
    line = letter_of(request.user, key)
    if line is None:
        raise NotFound
    return line
