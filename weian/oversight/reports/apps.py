from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "weian.oversight.reports"
    label = "reports"
    verbose_name = "报表"

    def ready(self) -> None:
        from weian.oversight.reports import sockets

        sockets.fill()
