from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "girih.web"
    label = "web"
