from django.apps import AppConfig
from django.http import HttpRequest


class PeopleConfig(AppConfig):
    name = "weian.foundation.people"
    label = "people"
    verbose_name = "人员"

    def ready(self) -> None:
        from weian.foundation.people import pack_schema
        from weian.foundation.people.roles import May
        from weian.foundation.people.viewer import may
        from weian.ui import api as ui

        pack_schema.register()
        ui.frame_door("sign_in", "account_login")
        ui.frame_door("sign_out", "account_logout")
        ui.frame_door("switch_post", "switch-post")
        ui.frame_door("me", "mfa_index")
        ui.menu_item("deputies", "请假代理", "deputies", "person", 105, visible=_has_place)
        ui.menu_item("claims", "报到确认", "claims", "key", 106, visible=_decides)
        ui.menu_item("security", "账号安全", "security", "lock", 130, visible=may(May.SECURITY))
        ui.menu_item("audit", "操作留痕", "audit-events", "list", 140, visible=may(May.READ_AUDIT))
        ui.menu_item("units", "单位", "units", "building", 110, visible=may(May.MANAGE_UNITS))
        ui.menu_item("staff", "人员", "staff", "person", 120, visible=may(May.MANAGE_PEOPLE))


def _decides(request: HttpRequest) -> bool:
    """Who knows the people of a ward."""
    from weian.foundation.people.views.claims import may_decide_any

    viewer = getattr(request, "viewer", None)
    return viewer is not None and may_decide_any(viewer)


def _has_place(request: HttpRequest) -> bool:
    """The three administrators have nobody stand in for them."""
    viewer = getattr(request, "viewer", None)
    return viewer is not None and bool(viewer.scope.ranges)
