from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "weian.foundation.inbox"
    label = "inbox"
    verbose_name = "消息"
