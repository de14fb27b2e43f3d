from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "girih.kernel.audit"
    label = "audit"
