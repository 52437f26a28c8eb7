from django.apps import AppConfig


class TallyConfig(AppConfig):
    name = "weian.foundation.tally"
    label = "tally"
    verbose_name = "计数"
