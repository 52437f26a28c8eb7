from django.apps import AppConfig


class PhoneConfig(AppConfig):
    name = "weian.portal.phone"
    label = "phone"
    verbose_name = "手机"

    def ready(self) -> None:
        from weian.ui import api as ui

        ui.phone_tab("phone-today", "今日", "phone-home", "today", 10)
        ui.phone_tab("phone-report", "报隐患", "phone-hazard-new", "hazard", 20)
        ui.phone_tab("phone-mine", "我的", "phone-mine", "person", 30)
        ui.phone_tab("phone-messages", "消息", "phone-messages", "inbox", 40)
