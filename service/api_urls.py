"""Addresses of the pages of `service`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
