"""What nobody presses: every quarter of an hour, who was drawn and did not answer is replaced."""

from __future__ import annotations

from procrastinate.contrib.django import app

from weian.foundation.audit import api as audit
from weian.ground.experts.actions.answering import lapse
from weian.ground.experts.models import Assignment
from weian.ground.experts.states import DrawStatus
from weian.kernel import clock

AT_ONCE = 200


@app.periodic(cron="*/15 * * * *")
@app.task(name="experts.draw_again", queueing_lock="experts.draw_again")
def draw_again(timestamp: int) -> int:
    """Returns how many did not answer in time. The scheduler's `timestamp` is not used: the clock may be moved."""
    with audit.acting_as_system("专家没有按时答复") as system:
        late = Assignment.objects.filter(
            answered_at=None, ended_at=None, answer_by__lt=clock.now(), draw__status=DrawStatus.DRAWN
        ).select_related("draw", "expert__person", "target", "instead_of", "unit")
        found = list(late.order_by("answer_by", "uid")[:AT_ONCE])
        for one in found:
            lapse(one, by=system)
    return len(found)
