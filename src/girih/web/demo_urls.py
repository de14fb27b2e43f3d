"""The demonstration's door; part of no other URL configuration."""

from django.urls import path

from girih.web import demo

urlpatterns = [path("enter/<slug:role>/", demo.enter, name="demo-enter")]
