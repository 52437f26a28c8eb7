from django.apps import AppConfig


class TreeConfig(AppConfig):
    name = "weian.foundation.tree"
    label = "tree"
    verbose_name = "单位调整"

    def ready(self) -> None:
        from weian.foundation.tree import sockets

        sockets.fill()
