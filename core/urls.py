"""Addresses of what every app stands on."""

from django.urls import include, path

from core import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("problems/<slug:code>", views.problem, name="problem"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("i18n/", include("django.conf.urls.i18n")),
]
