from django.apps import AppConfig


class WorksConfig(AppConfig):
    name = "weian.ground.works"
    label = "works"
    verbose_name = "外包与施工"

    def ready(self) -> None:
        from weian.ground.works import pack_schema, sockets

        pack_schema.register()
        sockets.fill()
