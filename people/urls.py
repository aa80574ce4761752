"""Addresses of the pages of `people`."""

from django.urls import path

from people import views
from people.views import deliveries, preferences

app_name = "people"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("notices/how/", preferences.preferences, name="preferences"),
    path("notices/devices/", preferences.keep_device, name="keep_device"),
    path("notices/devices/<uuid:device_id>/forget/", preferences.forget_device, name="forget_device"),
    path("notices/stop/<str:token>/", preferences.stop_mail_page, name="stop_mail"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/retry/", deliveries.retry, name="retry_deliveries"),
    path("profile/", views.profile, name="profile"),
    path("volunteers/", views.volunteer_list, name="volunteers"),
    path("volunteers/<str:number>/safety/", views.safety, name="safety"),
]
