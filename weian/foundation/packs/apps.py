from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "weian.foundation.packs"
    label = "packs"
    verbose_name = "内容包"
