from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "girih.kernel.documents"
    label = "documents"
