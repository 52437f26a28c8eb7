"""A functional zone (开发区、能源化工基地 …): a county in rights and duties, its code outside the code list."""

from __future__ import annotations

from django.db import transaction

from weian.foundation.org.actions.units import add_unit
from weian.foundation.org.kinds import Kind, Level
from weian.foundation.org.models import Region, Unit
from weian.kernel.actor import Actor


class BadCode(ValueError):
    """The local code of a zone cannot be used; the message is a Chinese sentence."""


@transaction.atomic
def add_zone(*, by: Actor, parent: Unit, name: str, code: int | None, short_name: str = "") -> Unit:
    """Add the commission of a functional zone below `parent` (S3-3.3e).

    Its code lies inside the parent's territory, so that a roll-up by territory has it once, as one by supervision has;
    and it is nobody else's, in the code list or out of it. Raises BadCode.
    """
    lo, hi = Region(code=parent.region or 0).span
    if code is None:
        raise BadCode("功能区不在行政区划代码表里，请给它定一个本地代码。")
    if parent.region is None or hi - lo < 2:
        raise BadCode("功能区只能设在省级或市级卫生健康行政部门之下。")
    if not lo < code < hi:
        raise BadCode(f"本地代码要在{parent.title}的区划 {lo + 1} 至 {hi - 1} 之间，汇总时才算得到。")
    taken = Region.objects.filter(code=code).first()
    if taken is not None:
        raise BadCode(f"{code} 已经是{taken.full_name}的代码，请换一个没有用过的。")
    if Unit.objects.filter(region=code).exists():
        raise BadCode(f"{code} 已经有单位在用，请换一个没有用过的。")
    Region.objects.create(code=code, name=name[:60], full_name=name[:60], local=True)
    return add_unit(
        by=by, parent=parent, kind=Kind.COMMISSION, level=Level.COUNTY, name=name, region=code, short_name=short_name
    )
