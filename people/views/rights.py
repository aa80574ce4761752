"""A person's data: a copy to take along, and that it goes; and the way in by phone."""

from typing import Final
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotFound, Problem
from people.actions.phone import enter_with_code, send_code
from people.actions.rights import KEPT, ask_for_erasure, ask_for_export, cancel_erasure
from people.channels.texts import open_to_phones
from people.forms.persons import CodeForm, ErasureForm, PhoneForm
from people.logic.codes import masked_phone
from people.models import DataExport, User
from people.permissions import signed_in
from people.queries.persons import is_verified

SALT: Final = "people.export"


@login_required
@never_cache
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """Show what a person may do with their data, and where it stands."""
    person = signed_in(request)
    context = {
        **_export(person),
        "erasure": person.erasures.filter(cancelled_at=None, ended_at=None).first(),
        "form": ErasureForm(),
        "is_verified": is_verified(person),
    }
    return render(request, "people/data.html", context)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Let a copy be packed."""
    ask_for_export(by=signed_in(request), at=timezone.now())
    return redirect("people:data")


@login_required
@never_cache
@require_GET
def export_progress(request: HttpRequest) -> HttpResponse:
    """Show how far the copy is."""
    return render(request, "people/part_export.html", _export(signed_in(request)))


@login_required
@never_cache
@require_GET
def export_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """Hand the copy to its person, by the secret link, for as long as it holds."""
    try:
        key = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        raise NotFound from None
    found = DataExport.objects.filter(
        pk=UUID(key), user=signed_in(request), state=DataExport.State.READY, expires_at__gt=timezone.now()
    ).first()
    if found is None:
        raise NotFound
    pieces = found.pieces.order_by("number").values_list("content", flat=True)
    answer = StreamingHttpResponse(
        (bytes(one) for one in pieces.iterator(chunk_size=4)), content_type="application/zip"
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    answer["Content-Length"] = str(found.size)
    return answer


@login_required
@require_POST
def erasure(request: HttpRequest) -> HttpResponse:
    """Note that the person wants to go."""
    person, form = signed_in(request), ErasureForm(request.POST)
    if form.is_valid():
        asked = ask_for_erasure(by=person, at=timezone.now())
        day = timezone.localdate(asked.due_at)
        messages.success(request, _("Your data is erased on {day}. Until then you can take it back.").format(day=day))
    else:
        messages.error(request, _("Tick the box to say that you mean it."))
    return redirect("people:data")


@login_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Take it back."""
    if cancel_erasure(by=signed_in(request), at=timezone.now()):
        messages.success(request, _("Good that you stay. Nothing was erased."))
    return redirect("people:data")


@never_cache
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Ask for a number and send a code to it."""
    if not open_to_phones():
        raise NotFound
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["phone"]
        try:
            network = get_adapter().get_client_ip(request) or ""
            send_code(phone=number, network=network, at=timezone.now())
            code_form = CodeForm(initial={"phone": number})
            return render(request, "people/phone_code.html", {"form": code_form, "shown": masked_phone(number)})
        except Problem as problem:
            form.add_error("phone", problem.detail)
    return render(request, "people/phone.html", {"form": form})


@never_cache
@require_POST
def phone_code(request: HttpRequest) -> HttpResponse:
    """Let in whoever has the code; who is new gets an account."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            person, is_new = enter_with_code(**form.cleaned_data, at=timezone.now())
        except Problem as problem:
            form.add_error("code", problem.detail)
        else:
            return _let_in(request, person, is_new=is_new)
    shown = masked_phone(form.data.get("phone", ""))
    return render(request, "people/phone_code.html", {"form": form, "shown": shown}, status=422)


def _let_in(request: HttpRequest, person: User, *, is_new: bool) -> HttpResponse:
    """Sign in; whoever set up a second step is asked for it on the ordinary way."""
    goal = reverse("people:organisations") if is_new else None
    answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=goal)
    return answer


def _export(person: User) -> dict[str, object]:
    found = person.data_exports.order_by("-asked_at").first()
    if (
        found is not None
        and found.state == DataExport.State.READY
        and found.expires_at
        and found.expires_at <= timezone.now()
    ):
        found = None
    link = (
        signing.dumps(str(found.pk), salt=SALT) if found is not None and found.state == DataExport.State.READY else ""
    )
    is_running = found is not None and found.state in (DataExport.State.WAITING, DataExport.State.PACKING)
    return {"export": found, "link": link, "is_running": is_running}
