from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "weian.programs.alerts"
    label = "alerts"
    verbose_name = "提示"

    def ready(self) -> None:
        from weian.programs.alerts import pack_schema, sockets

        pack_schema.register()
        sockets.register()
