"""Under tasks/. A verb is a noun at a URL: POST tasks/<obligation>/<unit>/submission/."""

from django.urls import path

from weian.ground.duties.views import (
    accidents,
    acts,
    listing,
    records,
    reliance,
    relief,
    review,
    routing,
    standing,
    steps,
    task,
    urging,
)

ONE = "<uuid:obligation>/<uuid:unit>/"

urlpatterns = [
    path("", listing.tasks, name="tasks"),
    path("accidents/", accidents.accidents, name="accidents"),
    path("accidents/new/", accidents.new, name="accident-new"),
    path("accidents/<uuid:uid>/", accidents.accident, name="accident"),
    path("accidents/<uuid:uid>/reading/", accidents.reading, name="accident-reading"),
    path("accidents/<uuid:uid>/hanging/", accidents.hanging, name="accident-hanging"),
    path("routing/", routing.routing, name="routing"),
    path("routing/<slug:domain>/", routing.correction, name="route"),
    path("standing/", standing.standing, name="standing"),
    path("standing/units/<uuid:unit>/", standing.unit, name="standing-unit"),
    path("standing/<slug:pack>/", standing.pack, name="standing-pack"),
    path("standing/<slug:pack>/adoption/", standing.adoption, name="standing-adoption"),
    path("activities/", standing.activities, name="activities"),
    path("activities/new/", standing.activity, name="activity-new"),
    path("review/<uuid:unit>/", review.review, name="task-review"),
    path("records/<uuid:uid>/", records.record, name="record"),
    path(ONE, task.task, name="task"),
    path(ONE + "start/", acts.start, name="task-start"),
    path(ONE + "records/", records.new, name="task-record"),
    path(ONE + "answers/", records.reuse, name="task-reuse"),
    path(ONE + "submission/", acts.submission, name="task-submission"),
    path(ONE + "acceptance/", acts.acceptance, name="task-acceptance"),
    path(ONE + "return/", acts.return_, name="task-return"),
    path(ONE + "exemption/", acts.exemption, name="task-exemption"),
    path(ONE + "relief/extension/", relief.extension, name="task-extension"),
    path(ONE + "relief/exemption/", relief.exemption, name="task-exemption-asked"),
    path(ONE + "relief/<uuid:uid>/decision/", relief.decision, name="task-decision"),
    path(ONE + "urging/", urging.task, name="task-urging"),
    path("documents/<uuid:document>/", reliance.obligations, name="obligations-of"),
    path("documents/<uuid:document>/urging/", urging.units, name="tasks-urging"),
    path("help/", steps.helps, name="helps"),
    path(ONE + "steps/", steps.steps, name="task-steps"),
    path(ONE + "steps/<uuid:step>/completion/", steps.completion, name="task-step-completion"),
    path(ONE + "help/", steps.help_asked, name="task-help"),
    path(ONE + "help/<uuid:uid>/answer/", steps.help_answered, name="task-help-answer"),
    path(ONE + "handover/", acts.handover, name="task-handover"),
]
