"""Under /works/. A verb is a noun: POST permits/<uid>/approval/."""

from django.urls import path

from weian.ground.works.presenters.acts import ACTS
from weian.ground.works.views import listing, new, papers, record


def _pages(folder: str, kind: str) -> list[object]:
    return [
        path(f"{folder}/<uuid:uid>/", record.one, {"kind": kind}, name=kind),
        *(
            path(f"{folder}/<uuid:uid>/{act}/", record.act, {"kind": kind, "act": act}, name=f"{kind}-{act}")
            for act in ACTS[kind]
        ),
    ]


urlpatterns = [
    path("", listing.works, name="works"),
    path("contractors/new/", new.contractor, name="contractor-new"),
    path("contractors/<uuid:uid>/file.docx", record.file, name="contractor-file"),
    path("sites/new/", new.site, name="site-new"),
    path("permits/new/", new.permit, name="permit-new"),
    path("violations/new/", new.violation, name="violation-new"),
    path("orders/<uuid:uid>/", papers.order, name="stop-order"),
    path("orders/<uuid:uid>/docx/", papers.docx, name="stop-order-docx"),
    path("orders/<uuid:uid>/pdf/", papers.pdf, name="stop-order-pdf"),
    *_pages("contractors", "contractor"),
    *_pages("charges", "charge"),
    *_pages("permits", "permit"),
    *_pages("sites", "site"),
]
