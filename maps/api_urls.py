"""Addresses of the API of `maps`."""

from django.urls import path

from maps.api import FieldMapFile, FieldPack, StatusCount

urlpatterns = [
    path("status", StatusCount.as_view(), name="api_status"),
    path("field/pack", FieldPack.as_view(), name="api_field_pack"),
    path("field/map.pmtiles", FieldMapFile.as_view(), name="api_field_map"),
]
