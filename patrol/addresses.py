"""Addresses of the pages of `patrol`."""

from django.urls import URLPattern

app_name = "patrol"
urlpatterns: list[URLPattern] = []
