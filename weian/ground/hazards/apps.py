from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "weian.ground.hazards"
    label = "hazards"
    verbose_name = "隐患"

    def ready(self) -> None:
        from weian.ground.hazards import sockets

        sockets.fill()
