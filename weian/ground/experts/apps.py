from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "weian.ground.experts"
    label = "experts"
    verbose_name = "专家与抽取"

    def ready(self) -> None:
        from weian.ground.experts import pack_schema, sockets

        pack_schema.register()
        sockets.register()
