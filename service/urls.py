"""Addresses of the pages of `service`."""

from django.urls import URLPattern

app_name = "service"
urlpatterns: list[URLPattern] = []
