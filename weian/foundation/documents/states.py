"""The life of a document and of a receipt."""

from django.db import models

from weian.kernel.transitions import Table, Transition


class DocumentStatus(models.TextChoices):
    DRAFT = "draft", "未下发"
    ISSUED = "issued", "有效"
    ANNULLED = "annulled", "已废止"


class ReceiptStatus(models.TextChoices):
    SENT = "sent", "未签收"
    SIGNED = "signed", "已签收"
    FORWARDED = "forwarded", "已转发"


DOCUMENT = Table(
    DocumentStatus,
    [
        Transition("issue", [DocumentStatus.DRAFT], DocumentStatus.ISSUED, "下发"),
        Transition("annul", [DocumentStatus.ISSUED], DocumentStatus.ANNULLED, "废止"),
    ],
)

RECEIPT = Table(
    ReceiptStatus,
    [
        Transition("sign", [ReceiptStatus.SENT], ReceiptStatus.SIGNED, "签收"),
        Transition("forward", [ReceiptStatus.SIGNED], ReceiptStatus.FORWARDED, "转发"),
    ],
)
