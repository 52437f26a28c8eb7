from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "weian.foundation.org"
    label = "org"
    verbose_name = "组织"

    def ready(self) -> None:
        from weian.foundation.org import packs

        packs.register()
