"""Under hazards/. A verb is a noun at a URL: POST hazards/<uid>/closure/."""

from django.urls import include, path

from weian.ground.hazards.overlays import ACTS
from weian.ground.hazards.views import (
    acts,
    alikes,
    extensions,
    following,
    ledgers,
    listing,
    overlays,
    problems,
    record,
    reporting,
    sweeps,
)

urlpatterns = [
    path("", listing.hazards, name="hazards"),
    path("new/", reporting.desk, name="hazard-new"),
    path("export/", ledgers.export, name="hazards-export"),
    path("m/", include("weian.ground.hazards.phone_urls")),
    path("following/", following.following, name="hazards-following"),
    path("sweeps/", sweeps.sweeps, name="sweeps"),
    path("sweeps/new/", sweeps.new, name="sweep-new"),
    path("sweeps/<uuid:uid>/", sweeps.sweep, name="sweep"),
    path("alikes/", alikes.alikes, name="alikes"),
    path("alikes/new/", alikes.new, name="alike-new"),
    path("alikes/<uuid:uid>/", alikes.alike, name="alike"),
    path("alikes/<uuid:uid>/answer/", alikes.answer, name="alike-answer"),
    path("tests/", problems.tests, name="hazard-tests"),
    path("problems/<uuid:record>/", problems.problems, name="problems"),
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
