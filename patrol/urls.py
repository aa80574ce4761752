"""The address book of the project; each app keeps its own addresses."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from patrol.views.home import home

urlpatterns = [
    path("", home, name="home"),
    # First, for phones ask most.
    path("api/v1/", include("patrol.api_urls")),
    path("", include("core.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("sites/", include("sites.urls")),
    path("hours/", include("timebank.urls")),
    path("rewards/", include("timebank.addresses.rewards")),
    path("", include("timebank.addresses.exchange")),
    path("activities/", include("service.urls")),
    path("", include("patrol.addresses")),
    path("community/", include("community.urls")),
    path("planning/", include("planning.urls")),
    path("verify/", include("planning.addresses")),
    path("indicators/", include("indicators.urls")),
    path("maps/", include("maps.urls")),
    path("odk/", include("patrol.openrosa.urls")),
    path("open311/", include("patrol.open311.urls")),
    path("api/schema", SpectacularAPIView.as_view(), name="api_schema"),
    path(
        "api/docs",
        SpectacularSwaggerSplitView.as_view(url_name="api_schema"),
        name="api_docs",
    ),
]
