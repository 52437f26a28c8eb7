"""Under hazards/. A verb is a noun at a URL: POST hazards/<uid>/closure/."""

from django.urls import include, path

from weian.ground.hazards.overlays import ACTS
from weian.ground.hazards.views import acts, extensions, following, ledgers, listing, overlays, record, reporting

urlpatterns = [
    path("", listing.hazards, name="hazards"),
    path("new/", reporting.desk, name="hazard-new"),
    path("export/", ledgers.export, name="hazards-export"),
    path("m/", include("weian.ground.hazards.phone_urls")),
    path("following/", following.following, name="hazards-following"),
    path("ledgers/", ledgers.index, name="hazard-ledgers"),
    path("ledgers/<slug:code>/", ledgers.ledger, name="hazard-ledger"),
    path("ledgers/<slug:code>/export/", ledgers.export, name="hazard-ledger-export"),
    path("<uuid:uid>/", record.hazard, name="hazard"),
    path("<uuid:uid>/grading/", acts.grading, name="hazard-grading"),
    path("<uuid:uid>/fix/", acts.fix, name="hazard-fix"),
    path("<uuid:uid>/assignment/", acts.assignment, name="hazard-assignment"),
    path("<uuid:uid>/rectification/", acts.rectification, name="hazard-rectification"),
    path("<uuid:uid>/application/", acts.application, name="hazard-application"),
    path("<uuid:uid>/verification/", acts.verification, name="hazard-verification"),
    path("<uuid:uid>/return/", acts.return_, name="hazard-return"),
    path("<uuid:uid>/closure/", acts.closure, name="hazard-closure"),
    path("<uuid:uid>/reopening/", acts.reopening, name="hazard-reopening"),
    path("<uuid:uid>/extension/", extensions.extension, name="hazard-extension"),
    path("<uuid:uid>/extension/<uuid:asked>/decision/", extensions.decision, name="hazard-decision"),
    *(path(f"<uuid:uid>/{name}/", overlays.overlay, {"name": name}, name=f"hazard-{name}") for name in ACTS),
]
