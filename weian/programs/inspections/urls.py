"""Under /inspections/. A verb is a noun at a URL: POST inspections/<uid>/signature/."""

from django.urls import path

from weian.programs.inspections.views import acts, answering, coverage, listing, one, papers, planning, recording

urlpatterns = [
    path("", listing.inspections, name="inspections"),
    path("new/", planning.new, name="inspection-new"),
    path("record/", recording.record, name="inspection-record"),
    path("coverage/", coverage.coverage, name="inspection-coverage"),
    path("effectiveness/", coverage.effectiveness, name="inspection-effectiveness"),
    path("upkeep/", coverage.upkeep, name="inspection-upkeep"),
    path("clauses/", coverage.clauses, name="inspection-clauses"),
    path("plans/<uuid:uid>/", planning.plan, name="inspection-plan"),
    path("plans/<uuid:uid>/opening/", planning.opening, name="inspection-opening"),
    path("papers/<uuid:uid>/", papers.instrument, name="inspection_instrument"),
    path("papers/<uuid:uid>/docx/", papers.docx, name="instrument-docx"),
    path("papers/<uuid:uid>/pdf/", papers.pdf, name="instrument-pdf"),
    path("<uuid:uid>/", one.inspection, name="inspection"),
    path("<uuid:uid>/sheet/", answering.sheet, name="inspection-sheet"),
    path("<uuid:uid>/start/", acts.start, name="inspection-start"),
    path("<uuid:uid>/finding/", acts.finding, name="inspection-finding"),
    path("<uuid:uid>/interview/", acts.interview, name="inspection-interview"),
    path("<uuid:uid>/finish/", acts.finish, name="inspection-finish"),
    path("<uuid:uid>/release/", acts.release, name="inspection-release"),
    path("<uuid:uid>/signature/", acts.signature, name="inspection-signature"),
    path("<uuid:uid>/objection/", acts.objection, name="inspection-objection"),
    path("<uuid:uid>/dispute/", acts.dispute, name="inspection-dispute"),
    path("<uuid:uid>/ruling/", acts.ruling, name="inspection-ruling"),
    path("<uuid:uid>/opinion/", acts.opinion, name="inspection-opinion"),
    path("<uuid:uid>/refusal/", acts.refusal, name="inspection-refusal"),
    path("<uuid:uid>/unsigned/", acts.unsigned, name="inspection-unsigned"),
    path("<uuid:uid>/replies/", acts.replies, name="inspection-replies"),
    path("<uuid:uid>/closure/", acts.closure, name="inspection-closure"),
    path("<uuid:uid>/cancellation/", acts.cancellation, name="inspection-cancellation"),
    path("<uuid:uid>/leak/", acts.leak, name="inspection-leak"),
    path("<uuid:uid>/outcome/", acts.outcome, name="inspection-outcome"),
    path("<uuid:uid>/paper/", acts.paper, name="inspection-paper"),
]
