from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "weian.portal.desk"
    label = "desk"
    verbose_name = "工作台"

    def ready(self) -> None:
        from weian.ui import api as ui

        ui.menu_item("today", "今日", "home", "today", 10, visible=lambda request: request.viewer is not None)
        ui.frame_door("home", "home")
        ui.frame_door("search", "search")
