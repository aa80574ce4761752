"""Addresses of the dialect, as GeoReport v2 names them: the ending chooses the format."""

from django.urls import URLPattern, re_path

from patrol.open311.requests import RequestDoor, RequestsDoor, TokenDoor
from patrol.open311.services import DiscoveryDoor, ServiceDoor, ServicesDoor

ENDING = r"\.(?P<ending>xml|json)$"
app_name = "open311"
urlpatterns: list[URLPattern] = [
    re_path(rf"^discovery{ENDING}", DiscoveryDoor.as_view(), name="discovery"),
    re_path(rf"^services{ENDING}", ServicesDoor.as_view(), name="services"),
    re_path(rf"^services/(?P<code>[a-z_]+){ENDING}", ServiceDoor.as_view(), name="service"),
    re_path(rf"^requests{ENDING}", RequestsDoor.as_view(), name="requests"),
    re_path(rf"^requests/(?P<number>[A-Za-z0-9-]+){ENDING}", RequestDoor.as_view(), name="request"),
    re_path(rf"^tokens/(?P<token>[A-Za-z0-9-]+){ENDING}", TokenDoor.as_view(), name="token"),
]
