"""Addresses of the dialect, as Collect appends them to the server it was given: with a password, or under a key."""

from django.urls import URLPattern, path

from patrol.openrosa.forms import FormDoor, FormListDoor, ManifestDoor, MediaDoor
from patrol.openrosa.submission import SubmissionDoor

urlpatterns: list[URLPattern] = [
    path("formList", FormListDoor.as_view(), name="form_list"),
    path("submission", SubmissionDoor.as_view(), name="submission"),
    path("forms/<str:form_id>.xml", FormDoor.as_view(), name="form"),
    path("forms/<str:form_id>/manifest", ManifestDoor.as_view(), name="manifest"),
    path("forms/<str:form_id>/<str:file_name>", MediaDoor.as_view(), name="media"),
]
