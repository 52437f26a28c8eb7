"""An activity is recorded once, whenever it was; the quarter's obligation is answered by it."""

from __future__ import annotations

from django.db import transaction

from weian.foundation.people.api import May, Viewer, asks
from weian.ground.duties.access import check_can_start, check_can_submit
from weian.ground.duties.actions.judging import submit
from weian.ground.duties.actions.recording import RecordSpec, answer, record
from weian.ground.duties.actions.starting import start
from weian.ground.duties.models import AskKind, Record
from weian.ground.duties.owed import Owed, owed


@transaction.atomic
def record_activity(spec: RecordSpec, *, by: Viewer) -> Record:
    """Keep an activity of the viewer's unit; what asks for one in that period is answered and, if complete, handed in.

    Raises BadFacts, Refused, evidence.Rejected.
    """
    by.check(May.ANSWER_TASK)
    made = record(spec, by=by)
    for one in owed([by.unit]):
        if one.is_open and _asks_for(one, made) and asks(check_can_start, by, one)[0]:
            task = start(one, by=by)
            answer(task, made, by=by)
            if asks(check_can_submit, by, task)[0]:
                submit(task, by=by)
    return made


def _asks_for(one: Owed, made: Record) -> bool:
    if one.obligation.kind != AskKind.ACTIVITY or made.unit_id != one.unit.pk:
        return False
    starts, ends = one.period_start, one.due
    return (starts is None or starts <= made.happened_on) and (ends is None or made.happened_on <= ends)
