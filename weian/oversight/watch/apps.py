from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "weian.oversight.watch"
    label = "watch"
    verbose_name = "真实性"
