"""Addresses of the registry. The page of a place is composed in the web room, which knows all rooms."""

from django.urls import path

from girih.registry.views import crafts, provinces, zones

app_name = "registry"

urlpatterns = [
    path("provinces/", provinces.provinces, name="provinces"),
    path("provinces/<slug:slug>/", provinces.province, name="province"),
    path("zones/", zones.zones, name="zones"),
    path("zones/<slug:slug>/", zones.zone, name="zone"),
    path("crafts/", crafts.crafts, name="crafts"),
    path("crafts/export.<str:form>", crafts.export, name="crafts-export"),
    path("crafts/<slug:slug>/", crafts.craft, name="craft"),
]
