from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "weian.programs.campaigns"
    label = "campaigns"
    verbose_name = "专项行动"

    def ready(self) -> None:
        from weian.programs.campaigns import pack_schema, sockets

        pack_schema.register()
        sockets.register()
