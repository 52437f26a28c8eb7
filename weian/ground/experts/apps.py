from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "weian.ground.experts"
    label = "experts"
    verbose_name = "专家与抽取"
