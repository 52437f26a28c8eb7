from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from pydantic import ValidationError

from weian.foundation.audit import api as audit
from weian.foundation.ladder.models import Setting
from weian.foundation.ladder.pack_schema import Ladder, Step, ladders
from weian.foundation.people.api import May, Refused, Viewer
from weian.kernel import clock


@transaction.atomic
def set_ladder(code: str, steps: Sequence[Step], *, valid_from: date, why: str, by: Viewer) -> Setting:
    """From a day on the viewer's commission and all below it climb by these steps. Raises Refused.

    A setting is never changed afterwards: another day has another one.
    """
    check_can_set(by)
    base = ladders().get(code)
    if base is None:
        raise Refused("没有这个阶梯。")
    if valid_from < clock.today():
        raise Refused("启用日不能早于今天：已经到过的步数不改。")
    if not why.strip():
        raise Refused("请写明为什么另设。")
    if not steps:
        raise Refused("至少要有一步。")
    try:
        Ladder.model_validate({**base.model_dump(), "steps": [step.model_dump() for step in steps]})
    except ValidationError as error:
        said = [str(one["msg"]).removeprefix("Value error, ") for one in error.errors()]
        raise Refused("；".join(said) + "。") from error
    if base.by_minutes != (steps[0].unit == "minutes"):
        raise Refused("按分钟的阶梯不能改成按天，按天的也不能改成按分钟。")
    setting = Setting(
        ladder=code, steps=[step.model_dump() for step in steps], valid_from=valid_from, why=why.strip(),
        made_at=clock.now(), made_by=by.person,
    ).at(by.unit)  # fmt: skip
    facts = {"ladder": code, "from": valid_from.isoformat(), "steps": setting.steps}
    try:
        with transaction.atomic():
            audit.created(setting, "ladder.set", by=by, why=why.strip(), facts=facts)
    except IntegrityError as double:
        raise Refused("这一天起已经另设过，请换一个启用日。") from double
    return setting


def check_can_set(by: Viewer) -> None:
    by.check(May.SET_LADDER)
    if not by.is_commission:
        raise Refused("督办阶梯由卫生健康行政部门设置。")
