"""Addresses of the pages of `patrol`."""

from django.urls import URLPattern, path, re_path

from patrol.views import calibration, cases, desk, field, media, sheet

app_name = "patrol"
urlpatterns: list[URLPattern] = [
    path("field/", field.near, name="near"),
    path("field/mine/", field.mine, name="mine"),
    path("field/sites/<str:code>/", field.field_site, name="field_site"),
    path("field/sites/<str:code>/take/", field.take, name="take"),
    path("field/sites/<str:code>/give-back/", field.give_back, name="give_back"),
    path("field/sites/<str:code>/report/", field.report_form, name="report_form"),
    path("field/reports/<uuid:report_id>/", field.receipt, name="receipt"),
    path("desk/", desk.desk, name="desk"),
    path("desk/reports/", desk.inbox_page, name="inbox"),
    path("desk/reports/<uuid:report_id>/", desk.report_page, name="report"),
    path("desk/calibration/", calibration.calibration, name="calibration"),
    path("desk/cases/", cases.cases_page, name="cases"),
    path("desk/cases/<uuid:case_id>/", cases.case_page, name="case"),
    path("sites/<str:code>/sheet.pdf", sheet.sheet, name="sheet"),
    re_path(r"^media/photos/(?P<sha256>[0-9a-f]{64})/(?P<size>thumbnail|display)$", media.photo, name="photo"),
]
