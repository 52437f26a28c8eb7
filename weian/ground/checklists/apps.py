from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    name = "weian.ground.checklists"
    label = "checklists"
    verbose_name = "检查表"

    def ready(self) -> None:
        from weian.ground.checklists import pack_schema, sockets

        pack_schema.register()
        sockets.register()
