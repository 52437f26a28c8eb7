from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "weian.foundation.audit"
    label = "audit"
    verbose_name = "审计"
