"""Addresses of the pages of `maps`."""

from django.urls import URLPattern

app_name = "maps"
urlpatterns: list[URLPattern] = []
