"""Addresses of the pages of `sites`."""

from django.urls import path

from sites.views import register

app_name = "sites"
urlpatterns = [
    path("", register.site_list, name="list"),
    path("<str:code>/", register.site_page, name="page"),
]
