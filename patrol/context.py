"""What every page's frame needs: navigation by role, unread notices, the map approval number."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.channels.texts import open_to_phones
from people.models import Role
from people.permissions import Person, grants_of


@dataclass(frozen=True)
class NavEntry:
    """One entry of the navigation."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool


_Link = tuple[str | Promise, str, str]
PUBLIC: Final[tuple[_Link, ...]] = (
    (_("Map"), "maps:status", "map"),
    (_("Sites"), "sites:list", "temple"),
    (_("Report damage"), "patrol:report_damage", "alert"),
    (_("Activities"), "service:list", "users"),
)
VANE: Final[_Link] = (_("Vane"), "indicators:board", "vane")
VOLUNTEER: Final[tuple[_Link, ...]] = (
    (_("Near me"), "patrol:near", "pin"),
    (_("My visits"), "patrol:mine", "clipboard"),
    (_("In the field"), "patrol:field_app", "camera"),
    (_("Map"), "maps:status", "map"),
    (_("My hours"), "timebank:statement", "hours"),
    (_("Activities"), "service:mine", "users"),
)
OFFICER: Final[tuple[_Link, ...]] = (
    (_("Desk"), "patrol:desk", "home"),
    (_("Review"), "patrol:inbox", "clipboard"),
    (_("Cases"), "patrol:cases", "case"),
    (_("Map"), "maps:status", "map"),
    (_("Coverage"), "planning:coverage", "chart"),
    VANE,
)
PLANNER: Final[tuple[_Link, ...]] = (
    (_("Coverage"), "planning:coverage", "chart"),
    (_("Plans"), "planning:plans", "plan"),
    (_("Routes"), "planning:routes", "route"),
    (_("Map"), "maps:status", "map"),
    (_("Sites"), "sites:list", "temple"),
    VANE,
)
# The first role a person holds in this order decides their navigation and their home.
BY_ROLE: Final[tuple[tuple[Role, tuple[_Link, ...], str], ...]] = (
    (
        Role.ADMINISTRATOR,
        (*OFFICER[:4], (_("Plans"), "planning:plans", "plan"), VANE),
        "patrol:desk",
    ),
    (Role.OFFICER, OFFICER, "patrol:desk"),
    (Role.PLANNER, PLANNER, "planning:home"),
    (
        Role.MANAGER,
        (
            (_("What I organise"), "service:desk", "clipboard"),
            (_("Volunteers"), "people:volunteers", "users"),
            (_("Organisations"), "people:organisations", "house"),
            (_("Certificates"), "timebank:handled", "seal"),
            (_("On patrol now"), "patrol:outings", "route"),
            VANE,
            PUBLIC[3],
            *PUBLIC[:3],
        ),
        "people:volunteers",
    ),
    (Role.VOLUNTEER, VOLUNTEER, "patrol:near"),
)
PUBLIC_HOME = "maps:welcome"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's variables."""
    user = getattr(request, "user", None)
    about = {"map_approval_number": settings.MAP_APPROVAL_NUMBER, "phone_url": _phone_url()}
    if user is None:
        return {"nav": [], "notice_count": 0, "notices_url": "", "account_url": "", **about}
    return {
        "nav": _entries(request, links_of(user)),
        "notice_count": user.notices.filter(read_at=None).count() if user.is_authenticated else 0,
        "notices_url": reverse("people:notices") if user.is_authenticated else "",
        "account_url": reverse("people:profile") if user.is_authenticated else "",
        **about,
    }


def _phone_url() -> str:
    """Return the way in by phone, where text messages can be sent."""
    return reverse("people:phone") if open_to_phones() else ""


def links_of(user: Person) -> tuple[_Link, ...]:
    """Return the navigation of the person's first role."""
    held = {role for role, _area in grants_of(user)} if user.is_authenticated else set()
    return next((links for role, links, _home in BY_ROLE if role in held), PUBLIC)


def home_of(user: Person) -> str:
    """Return the name of the person's home page."""
    held = {role for role, _area in grants_of(user)} if user.is_authenticated else set()
    return next((home for role, _links, home in BY_ROLE if role in held), PUBLIC_HOME)


def _entries(request: HttpRequest, links: tuple[_Link, ...]) -> list[NavEntry]:
    urls = [reverse(name) for _label, name, _icon in links]
    # The desk stands above the inbox in the address too: the longest address that fits is where one is.
    current = max((url for url in urls if request.path.startswith(url)), key=len, default="")
    return [NavEntry(label, url, icon, url == current) for (label, _name, icon), url in zip(links, urls, strict=True)]
