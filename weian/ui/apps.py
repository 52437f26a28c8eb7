"""Django application of the shared interface: templates, tags, styles and small behaviours."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """No tables. Upper apps fill the menu, the frame and the links from their ``ready()``."""

    name = "weian.ui"
    label = "ui"
    verbose_name = "界面"
