from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "weian.foundation.people"
    label = "people"
    verbose_name = "人员"

    def ready(self) -> None:
        from weian.ui import api as ui

        ui.frame_door("sign_in", "account_login")
        ui.frame_door("sign_out", "account_logout")
        ui.frame_door("switch_post", "switch-post")
        ui.frame_door("me", "mfa_index")
