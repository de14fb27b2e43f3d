"""Addresses of the shell."""

from django.urls import path

from girih.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("places/<slug:slug>/", views.place, name="place"),
    path("theme/", views.theme, name="theme"),
    path("health/", views.health, name="health"),
]
