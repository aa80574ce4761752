"""How a person wants to be told, their devices, and the address a mail's one tap leads to."""

import re
from typing import Any, Final
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotFound
from people.actions.preferences import change_notice_settings, forget_push_device, keep_push_device, stop_mail
from people.channels import open_ways
from people.channels.links import read_stop_token
from people.channels.push import public_key
from people.errors import PushServiceUnknown
from people.forms import NoticeSettingsForm, PushDeviceForm
from people.models import Channel, Subject, User
from people.permissions import signed_in
from people.queries.wishes import devices_of, settings_of, tellable, waiting_for, wishes_of, with_wishes

# Named in the order in which the words are looked for: Edge and Android's browsers also call themselves Chrome or Linux.
BROWSERS: Final = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show how the person is told, and let them change it."""
    person = _with_wishes(signed_in(request))
    form = NoticeSettingsForm(
        request.POST or None, instance=settings_of(person), wishes=wishes_of(person), channels=list(open_ways())
    )
    if request.method == "POST" and form.is_valid():
        change_notice_settings(values=form.values, chosen=form.chosen, by=person, at=timezone.now())
        messages.success(request, _("Kept. What waits goes out the new way."))
        return redirect("people:preferences")
    return render(request, "people/preferences.html", {"form": form, **_around(person)})


@login_required
@require_POST
def keep_device(request: HttpRequest) -> HttpResponse:
    """Keep the browser that asks; 204, or the refusal as it is."""
    person = signed_in(request)
    form = PushDeviceForm(request.POST)
    if not form.is_valid():
        raise PushServiceUnknown
    label = _name_of(request.headers.get("User-Agent", ""))
    keep_push_device(**form.cleaned_data, label=label, by=person, at=timezone.now())
    return HttpResponse(status=204)


@login_required
@require_POST
def forget_device(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Show notices on the device no more; one that is gone already is gone."""
    forget_push_device(device_id=str(device_id), by=signed_in(request), at=timezone.now())
    return redirect("people:preferences")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def stop_mail_page(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail without signing in: asked by GET, since scanners of mail follow every link; done by POST (RFC 8058).

    The signed link is the right, so no token of a form is asked for.
    """
    found = read_stop_token(token)
    person = User.objects.filter(pk=found[0], is_active=True).first() if found else None
    if found is None or person is None or found[1] not in {"", *Subject.values}:
        raise NotFound
    subject = found[1]
    if request.method == "POST":
        stop_mail(person=person, subject=subject, at=timezone.now())
    # Whoever comes here may be signed in nowhere: the page speaks the language of the mail.
    with translation.override(wishes_of(person).language):
        label = Subject(subject).label if subject else ""
        context = {"label": label, "is_done": request.method == "POST", "token": token}
        return render(request, "people/stop_mail.html", context)


def _with_wishes(person: User) -> User:
    return with_wishes(User.objects.filter(pk=person.pk)).get()


def _around(person: User) -> dict[str, Any]:
    """Return what stands around the form: which channels reach the person, and on which devices."""
    reach = {channel: way.reach(is_urgent=False) for channel, way in open_ways().items()}
    reached = tellable([person.pk], reach).get()
    return {
        "ways": [
            {"name": channel, "label": Channel(channel).label, "is_reached": getattr(reached, f"by_{channel}")}
            for channel in reach
        ],
        "address": person.email,
        "has_confirmed": EmailAddress.objects.filter(user=person, verified=True).exists(),
        "devices": devices_of(person),
        "push_key": public_key(),
        "waiting": waiting_for(person),
    }


def _name_of(agent: str) -> str:
    """Name the browser for its owner's list: "Chrome, Android"."""
    words = [next((name for pattern, name in known if re.search(pattern, agent)), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(word for word in words if word)
