"""Under places/. A verb is a noun at a URL: POST places/<uid>/retirement/."""

from django.urls import path

from weian.ground.registry.views import declaring, importing, labels, listing, record

urlpatterns = [
    path("", listing.places, name="places"),
    path("new/", record.new, name="subject-new"),
    path("complete/", declaring.complete, name="places-complete"),
    path("import/", importing.bring, name="places-import"),
    path("import/template/", importing.template, name="places-template"),
    path("labels/", labels.sheets, name="labels"),
    path("code/", labels.typed, name="label-typed"),
    path("<uuid:uid>/", record.subject, name="subject"),
    path("<uuid:uid>/change/", record.changing, name="subject-change"),
    path("<uuid:uid>/retirement/", record.retirement, name="subject-retirement"),
    path("<uuid:uid>/resumption/", record.resumption, name="subject-resumption"),
    path("<uuid:uid>/label/", labels.issuing, name="label-issue"),
    path("<uuid:uid>/label/revocation/", labels.revocation, name="label-revocation"),
    path("<uuid:uid>/label/<uuid:label>/", labels.one, name="label-print"),
]
