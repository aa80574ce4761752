"""Addresses of the API of `people`."""

from django.urls import URLPattern, path

from people.api import Me, NoticeList, NoticesRead

urlpatterns: list[URLPattern] = [
    path("me", Me.as_view(), name="api_me"),
    path("notices", NoticeList.as_view(), name="api_notices"),
    path("notices/read", NoticesRead.as_view(), name="api_notices_read"),
]
