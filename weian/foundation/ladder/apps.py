from django.apps import AppConfig


class LadderConfig(AppConfig):
    name = "weian.foundation.ladder"
    label = "ladder"
    verbose_name = "逾期督办"

    def ready(self) -> None:
        from weian.foundation.ladder import registering

        registering.register()
