from django.urls import path

from weian.foundation.documents.views import document as one
from weian.foundation.documents.views import forwarding, joining, library, reviewing

urlpatterns = [
    path("", library.documents, name="documents"),
    path("new/", library.add, name="document-add"),
    path("public/", library.public, name="documents-public"),
    path("<uuid:uid>/", one.document, name="document"),
    path("<uuid:uid>/signature/", one.sign, name="receipt-sign"),
    path("<uuid:uid>/forwarding/", forwarding.forward, name="receipt-forward"),
    path("<uuid:uid>/joint/", joining.joint, name="document-joint"),
    path("<uuid:uid>/annulment/", reviewing.annul, name="document-annul"),
    path("clauses/<uuid:uid>/", reviewing.clause, name="clause"),
    path("clauses/<uuid:uid>/review/", reviewing.settle, name="clause-review"),
]
