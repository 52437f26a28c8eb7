from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "weian.foundation.documents"
    label = "documents"
    verbose_name = "文件"

    def ready(self) -> None:
        from weian.foundation.documents import access, handing
        from weian.foundation.documents.models import Receipt
        from weian.foundation.evidence import api as evidence
        from weian.foundation.org import api as org

        org.positioned(Receipt)
        org.work(handing.WORK)
        evidence.owner_gate("document", access.sees_document)
