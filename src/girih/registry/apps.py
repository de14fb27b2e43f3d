from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "girih.registry"
    label = "registry"
