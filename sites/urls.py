"""Addresses of the pages of `sites`."""

from django.urls import path

from sites import views

app_name = "sites"
urlpatterns = [
    path("", views.site_list, name="list"),
    path("<str:code>/", views.site_page, name="page"),
]
