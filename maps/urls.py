"""Addresses of the pages of `maps`."""

from django.urls import path

from maps import views

app_name = "maps"
urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("status/", views.status, name="status"),
    path("imports/<uuid:batch_id>/", views.import_panel, name="import_panel"),
    path("drawing/<str:kind>/", views.drawing, name="drawing"),
    path("sites/<str:code>/", views.site_panel, name="site_panel"),
    path("tiles/<str:layer>/<int:zoom>/<int:x>/<int:y>.mvt", views.tile, name="tile"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/heritage-patrol.html", views.dashboard_file, name="dashboard_file"),
]
