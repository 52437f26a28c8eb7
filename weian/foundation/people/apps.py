from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "weian.foundation.people"
    label = "people"
    verbose_name = "人员"

    def ready(self) -> None:
        from weian.foundation.people.roles import May
        from weian.foundation.people.viewer import may
        from weian.ui import api as ui

        ui.frame_door("sign_in", "account_login")
        ui.frame_door("sign_out", "account_logout")
        ui.frame_door("switch_post", "switch-post")
        ui.frame_door("me", "mfa_index")
        ui.menu_item("units", "单位", "units", "building", 110, visible=may(May.MANAGE_UNITS))
        ui.menu_item("staff", "人员", "staff", "person", 120, visible=may(May.MANAGE_PEOPLE))
