"""Addresses of the pages of `timebank`."""

from django.urls import path

from timebank import views

app_name = "timebank"
urlpatterns = [path("", views.statement, name="statement")]
