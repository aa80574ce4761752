"""Addresses of the pages of `indicators`."""

from django.urls import URLPattern, path, re_path

from indicators.views import board, public, rows

app_name = "indicators"
urlpatterns: list[URLPattern] = [
    path("", board.board_page, name="board"),
    path("organisations/", public.organisations_page, name="organisations"),
    path("<slug:code>/", board.indicator_page, name="indicator"),
    path("<slug:code>/rows/", rows.rows_page, name="rows"),
    re_path(r"^(?P<code>[a-z_]+)/numbers\.(?P<ending>csv|xlsx)$", rows.numbers_file, name="numbers_file"),
    re_path(r"^(?P<code>[a-z_]+)/rows\.(?P<ending>csv|xlsx)$", rows.rows_file, name="rows_file"),
]
