"""Under /notices/. A verb is a noun: POST …/acceptance/."""

from django.urls import path

from weian.programs.campaigns.views import (
    addressing,
    campaigns,
    cascade,
    confirming,
    dispatching,
    intake,
    issuing,
    rehearsing,
    running,
)

urlpatterns = [
    path("", campaigns.campaign_list, name="notices"),
    path("new/", intake.new_notice, name="notice-new"),
    path("<uuid:uid>/", campaigns.campaign, name="campaign"),
    path("<uuid:uid>/closure/", running.closure, name="campaign-closure"),
    path("<uuid:uid>/lists/", running.lists, name="task-lists"),
    path("<uuid:uid>/years/", running.years, name="campaign-years"),
    path("<uuid:uid>/contact/", running.contact, name="campaign-contact"),
    path("<uuid:uid>/carrying/", running.carrying, name="carrying"),
    path("<uuid:uid>/stages/<uuid:stage>/dates/", campaigns.stage_dates, name="stage-dates"),
    path("<uuid:uid>/difference/", cascade.difference, name="difference"),
    path("<uuid:uid>/additions/", cascade.addition, name="additions"),
    path("<uuid:uid>/additions/<uuid:line>/renewal/", cascade.renewal, name="addition-renewal"),
    path("<uuid:uid>/additions/<uuid:line>/withdrawal/", cascade.withdrawal, name="addition-withdrawal"),
    path("<uuid:uid>/arrangements/", cascade.arrangements, name="arrangements"),
    path("<uuid:uid>/proposals/", confirming.proposals, name="proposals"),
    path("<uuid:uid>/proposals/acceptance/", confirming.bulk_acceptance, name="proposals-acceptance"),
    path("<uuid:uid>/proposals/correction/", confirming.bulk_correction, name="proposals-correction"),
    path("<uuid:uid>/proposals/<uuid:line>/acceptance/", confirming.acceptance, name="proposal-acceptance"),
    path("<uuid:uid>/proposals/<uuid:line>/correction/", confirming.correction, name="proposal-correction"),
    path("<uuid:uid>/proposals/<uuid:line>/split/", confirming.splitting, name="proposal-split"),
    path("<uuid:uid>/proposals/<uuid:line>/drop/", confirming.dropping, name="proposal-drop"),
    path("<uuid:uid>/proposals/<uuid:line>/reopening/", confirming.reopening, name="proposal-reopening"),
    path("<uuid:uid>/addressees/", addressing.addressees, name="addressees"),
    path("<uuid:uid>/issuing/", issuing.issuing, name="issuing"),
    path("<uuid:uid>/rehearsal/", rehearsing.rehearsal, name="rehearsal"),
    path("<uuid:uid>/rehearsal/signature-request/", rehearsing.signature_request, name="rehearsal-request"),
    path("<uuid:uid>/rehearsal/countersignature/", rehearsing.countersignature, name="rehearsal-countersignature"),
    path("<uuid:uid>/dispatch/", dispatching.dispatch, name="dispatch"),
    path("<uuid:uid>/dispatch/pause/", dispatching.pausing, name="dispatch-pause"),
    path("<uuid:uid>/dispatch/resumption/", dispatching.resumption, name="dispatch-resumption"),
    path("<uuid:uid>/discarding/", issuing.discarding, name="discarding"),
]
