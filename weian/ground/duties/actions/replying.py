from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from weian.foundation.people.api import Viewer
from weian.ground.duties import questions
from weian.ground.duties.actions.judging import submit
from weian.ground.duties.actions.recording import RecordSpec, answer, record
from weian.ground.duties.actions.starting import start
from weian.ground.duties.models import Task
from weian.ground.duties.owed import Owed
from weian.ground.duties.states import WITH_UNIT
from weian.kernel import clock


@transaction.atomic
def reply(one: Owed, said: dict[str, Any], *, uid: UUID, by: Viewer, text: str = "") -> Task:
    """Answer the questions of an obligation in one step: begin, record, hand in. The same uid again is no second one.

    `said` has an answer by the code of each question, already judged by its field. Raises Refused.
    """
    task = start(one, by=by)
    facts = {"answers": questions.told(questions.asked(one.obligation.form), said)}
    spec = RecordSpec(
        uid=uid, kind=one.obligation.kind, title=one.obligation.title, happened_on=clock.today(), text=text, facts=facts
    )
    made = record(spec, by=by)
    if task.status in WITH_UNIT:
        answer(task, made, by=by)
        submit(task, by=by)
    return task
