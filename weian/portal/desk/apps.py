from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "weian.portal.desk"
    label = "desk"
    verbose_name = "工作台"

    def ready(self) -> None:
        from weian.portal.desk import sockets

        sockets.fill()
