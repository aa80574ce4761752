"""Addresses of the API of `indicators`."""

from django.urls import URLPattern, path

from indicators.api import Board, IndicatorDoor

urlpatterns: list[URLPattern] = [
    path("indicators", Board.as_view(), name="api_indicators"),
    path("indicators/<slug:code>", IndicatorDoor.as_view(), name="api_indicator"),
]
