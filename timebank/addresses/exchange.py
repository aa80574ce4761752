"""Addresses other platforms and verifiers know by convention: keys, issuers, status of badges, and the door of transfers."""

from django.urls import path

from timebank.api import Messages
from timebank.views import credentials

app_name = "credentials"
urlpatterns = [
    path(".well-known/jwks.json", credentials.keys, name="keys"),
    path(".well-known/did.json", credentials.platform_did, name="platform_did"),
    path("issuers/<uuid:organisation_id>/did.json", credentials.issuer_did, name="issuer_did"),
    path("credentials/verify/", credentials.verify, name="verify"),
    path("credentials/status/<int:list_number>", credentials.status, name="status"),
    path("credentials/achievements/<slug:achievement_name>", credentials.achievement, name="achievement"),
    path("exchange/v1/messages", Messages.as_view(), name="messages"),
]
