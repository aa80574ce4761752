"""What may be reported: the groups of finding kinds are the services, the kinds below them an attribute."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from patrol.errors.public import Open311Unknown
from patrol.models import FindingKind
from patrol.open311.answering import Document, Open311Door

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED_AT = "2026-11-27T00:00:00+08:00"


class DiscoveryDoor(Open311Door):
    """Where a client begins."""

    def get(self, request: Request, ending: str) -> Response:
        """Name the endpoint and its formats, and where keys come from."""
        root = request.build_absolute_uri(reverse("open311:discovery", args=[ending])).rpartition("/")[0]
        endpoint = {
            "specification": SPECIFICATION,
            "url": root,
            "changeset": CHANGED_AT,
            "type": "production",
            "formats": ["text/xml", "application/json"],
        }
        said = {
            "changeset": CHANGED_AT,
            "contact": _("The heritage authority; see {url}").format(url=settings.PUBLIC_URL),
            "key_service": _("An officer of the heritage authority gives a key to a city hotline."),
            "endpoints": [endpoint],
        }
        return Response(Document("discovery", said))


class ServicesDoor(Open311Door):
    """The list of services."""

    def get(self, request: Request, ending: str) -> Response:
        """List what may be reported."""
        check_jurisdiction(request)
        groups = FindingKind.objects.filter(parent=None).order_by("rank")
        children = _children()
        return Response(Document("services", [_service(one, children.get(one.code, [])) for one in groups]))


class ServiceDoor(Open311Door):
    """The definition of a service."""

    def get(self, request: Request, code: str, ending: str) -> Response:
        """Define the attributes of a service."""
        check_jurisdiction(request)
        group = FindingKind.objects.filter(parent=None, code=code).first()
        if group is None:
            raise Open311Unknown(what="service_code")
        said = {"service_code": group.code, "attributes": _attributes(_children().get(code, []))}
        return Response(Document("service_definition", said))


def check_jurisdiction(request: Request) -> None:
    """Refuse another place's `jurisdiction_id`; where we have none of our own, any is left aside."""
    asked = request.query_params.get("jurisdiction_id") or request.POST.get("jurisdiction_id") or ""
    if settings.OPEN311_JURISDICTION and asked and asked != settings.OPEN311_JURISDICTION:
        raise Open311Unknown(what="jurisdiction_id")


def _children() -> dict[str, list[FindingKind]]:
    found: dict[str, list[FindingKind]] = {}
    for one in FindingKind.objects.exclude(parent=None).order_by("rank"):
        found.setdefault(str(one.parent_id), []).append(one)
    return found


def _service(group: FindingKind, children: list[FindingKind]) -> dict[str, Any]:
    return {
        "service_code": group.code,
        "service_name": group.label,
        "description": "、".join(one.label for one in children) or group.label,
        "metadata": True,
        "type": "realtime",
        "keywords": ",".join(one.label for one in children),
        "group": _("Heritage sites"),
    }


def _attributes(children: list[FindingKind]) -> list[dict[str, Any]]:
    yes_no = [{"key": "yes", "name": _("Yes")}, {"key": "no", "name": _("No")}]
    kinds = [{"key": one.code, "name": one.label} for one in children]
    listed = [
        ("kind", "singlevaluelist", _("What kind of damage is it?"), _("The nearest kind"), kinds),
        ("urgent", "singlevaluelist", _("Is anybody or the site in danger right now?"), _("Yes or no"), yes_no),
        ("site_code", "string", _("Number of the heritage site, if known"), _("As on its page or marker stone"), []),
    ]
    return [
        {
            "variable": True,
            "code": code,
            "datatype": datatype,
            "required": False,
            "datatype_description": help_text,
            "order": order,
            "description": description,
            "values": values,
        }
        for order, (code, datatype, description, help_text, values) in enumerate(listed, 1)
        if values or datatype == "string"
    ]
