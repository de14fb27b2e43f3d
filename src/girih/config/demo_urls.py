"""The addresses of `girih demo`: all of ours, and the door that signs in by one click."""

from django.urls import include, path

from girih.config.urls import handler400, handler403, handler404, handler500
from girih.config.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("demo/", include("girih.web.demo_urls")), *ours]
