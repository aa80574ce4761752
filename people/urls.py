"""Addresses of the pages of `people`."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("profile/", views.profile, name="profile"),
    path("volunteers/", views.volunteer_list, name="volunteers"),
    path("volunteers/<str:number>/safety/", views.safety, name="safety"),
]
