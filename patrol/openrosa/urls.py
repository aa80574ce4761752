"""Addresses of the dialect, as Collect appends them to the server it was given: with a password, or under a key."""

from typing import Final

from django.urls import URLPattern, path

from patrol.openrosa.answering import OpenRosaDoor
from patrol.openrosa.forms import FormDoor, FormListDoor, ManifestDoor, MediaDoor
from patrol.openrosa.submission import SubmissionDoor

DOORS: Final[tuple[tuple[str, type[OpenRosaDoor], str], ...]] = (
    ("formList", FormListDoor, "form_list"),
    ("submission", SubmissionDoor, "submission"),
    ("forms/<str:form_id>.xml", FormDoor, "form"),
    ("forms/<str:form_id>/manifest", ManifestDoor, "manifest"),
    ("forms/<str:form_id>/<str:file_name>", MediaDoor, "media"),
)
app_name = "openrosa"
urlpatterns: list[URLPattern] = [
    *(path(address, door.as_view(), name=name) for address, door, name in DOORS),
    *(path(f"key/<str:token>/{address}", door.as_view(), name=f"key_{name}") for address, door, name in DOORS),
]
