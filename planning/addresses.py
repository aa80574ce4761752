"""Addresses of `planning` for whoever holds a paper of ours, outside of its own pages."""

from django.urls import URLPattern, path

from planning.views import statements

app_name = "verify"
urlpatterns: list[URLPattern] = [
    path("statement/<str:number>/", statements.verify, name="statement"),
]
