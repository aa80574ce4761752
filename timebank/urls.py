"""Addresses of the pages of `timebank`."""

from django.urls import URLPattern

app_name = "timebank"
urlpatterns: list[URLPattern] = []
