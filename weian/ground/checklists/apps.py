from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    name = "weian.ground.checklists"
    label = "checklists"
    verbose_name = "检查表"
