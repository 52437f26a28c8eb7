"""Under /draws/. A verb is a noun: POST …/commitment/."""

from django.urls import path

from weian.ground.experts.views import answering, bringing, draw, drawing, pool

urlpatterns = [
    path("", draw.draws, name="draws"),
    path("verify_draw.py", draw.program, name="draw-program"),
    path("new/", drawing.new, name="draw-new"),
    path("experts/", pool.experts, name="experts"),
    path("experts/new/", pool.new, name="expert-new"),
    path("experts/import/", bringing.bring, name="experts-import"),
    path("experts/import/template/", bringing.template, name="experts-template"),
    path("experts/<uuid:uid>/", pool.expert, name="expert"),
    path("experts/<uuid:uid>/recusals/", pool.recusals, name="expert-recusals"),
    path("experts/<uuid:uid>/recusals/<uuid:recusal>/end/", pool.recusal_end, name="expert-recusal-end"),
    path("experts/<uuid:uid>/appraisals/", pool.appraisals, name="expert-appraisals"),
    path("assignments/<uuid:uid>/", answering.assignment, name="assignment"),
    path("<uuid:uid>/", draw.draw, name="draw"),
    path("<uuid:uid>/record.json", draw.record, name="draw-record"),
    path("<uuid:uid>/commitment/", draw.commitment, name="draw-commitment"),
    path("<uuid:uid>/secret/", draw.secret, name="draw-secret"),
    path("<uuid:uid>/opening/", draw.opening, name="draw-opening"),
    path("<uuid:uid>/voiding/", draw.voiding, name="draw-voiding"),
    path("<uuid:uid>/stand/", draw.stand, name="draw-stand"),
    path("<uuid:uid>/stands/<uuid:stand>/ruling/", draw.ruling, name="draw-ruling"),
]
