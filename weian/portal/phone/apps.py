from django.apps import AppConfig


class PhoneConfig(AppConfig):
    name = "weian.portal.phone"
    label = "phone"
    verbose_name = "手机"

    def ready(self) -> None:
        from weian.portal.phone import sockets

        sockets.fill()
