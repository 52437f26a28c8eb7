from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "weian.ground.duties"
    label = "duties"
    verbose_name = "任务"

    def ready(self) -> None:
        from weian.ground.duties import registering

        registering.register()
