"""Addresses of the API of `timebank`."""

from django.urls import URLPattern, path

from timebank.api import Hours, HoursRecords

urlpatterns: list[URLPattern] = [
    path("hours", Hours.as_view(), name="api_hours"),
    path("hours/records", HoursRecords.as_view(), name="api_hours_records"),
]
