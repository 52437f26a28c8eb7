from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "weian.programs.inspections"
    label = "inspections"
    verbose_name = "检查"

    def ready(self) -> None:
        from weian.programs.inspections import sockets, used

        sockets.fill()
        used.fill()
