from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "weian.ground.registry"
    label = "registry"
    verbose_name = "场所点位"

    def ready(self) -> None:
        from weian.ground.registry import sockets

        sockets.fill()
