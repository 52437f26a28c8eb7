from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "weian.oversight.watch"
    label = "watch"
    verbose_name = "复核提示"

    def ready(self) -> None:
        from weian.oversight.watch import pack_schema, sockets

        pack_schema.register()
        sockets.register()
