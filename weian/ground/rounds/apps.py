from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "weian.ground.rounds"
    label = "rounds"
    verbose_name = "巡查"

    def ready(self) -> None:
        from weian.ground.rounds import sockets

        sockets.fill()
