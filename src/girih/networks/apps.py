from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "girih.networks"
    label = "networks"
