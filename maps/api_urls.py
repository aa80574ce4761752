"""Addresses of the API of `maps`."""

from django.urls import path

from maps.api import StatusCount

urlpatterns = [path("status", StatusCount.as_view(), name="api_status")]
