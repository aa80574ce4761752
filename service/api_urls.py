"""Addresses of the API of `service`."""

from django.urls import URLPattern, path

from service.api import Activities, ActivityDoor, Applications, ApplyDoor, CancelDoor, CheckDoor

urlpatterns: list[URLPattern] = [
    path("activities", Activities.as_view(), name="api_activities"),
    path("activities/<uuid:activity_id>", ActivityDoor.as_view(), name="api_activity"),
    path("shifts/<uuid:shift_id>/application", ApplyDoor.as_view(), name="api_apply"),
    path("applications", Applications.as_view(), name="api_applications"),
    path("applications/<uuid:application_id>/cancel", CancelDoor.as_view(), name="api_application_cancel"),
    path("applications/<uuid:application_id>/check", CheckDoor.as_view(), name="api_application_check"),
]
