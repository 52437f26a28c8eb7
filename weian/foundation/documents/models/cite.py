from __future__ import annotations

from django.db import models

from weian.foundation.documents.models.clause import Clause
from weian.foundation.documents.models.document import Document


class Cite(models.Model):
    """依据: a document names another one. `target` is found by its number once that document is in a library.

    `clause` is set where one clause alone names it; without it the whole document rests on it.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="cites", verbose_name="文件")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="cites", verbose_name="条款")
    order = models.IntegerField("次序")
    title = models.CharField("名称", max_length=300, default="")
    doc_no = models.CharField("发文字号", max_length=80, default="")
    doc_no_norm = models.CharField(max_length=80, default="", db_index=True)
    target = models.ForeignKey(Document, models.PROTECT, null=True, related_name="cited_by", verbose_name="所指文件")

    class Meta:
        db_table = "documents_cite"
        ordering = ["document", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "order"], name="documents_cite_order_once"),
            models.CheckConstraint(
                condition=~models.Q(title="") | ~models.Q(doc_no=""), name="documents_cite_names_something"
            ),
            models.CheckConstraint(
                condition=models.Q(target=None) | ~models.Q(target=models.F("document")),
                name="documents_cite_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.doc_no}".strip()
