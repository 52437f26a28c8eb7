"""What a change will touch, counted before anybody confirms it. Numbers only: no record is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.api import staff_of
from weian.foundation.people.models import Post
from weian.foundation.tree.models import Act, Change

# Counting stops here: "more than" is enough to know that it will take a while.
CEILING = 200_000
PER_SECOND = 30_000  # rows carried, measured on two cores


@dataclass(frozen=True)
class Rehearsal:
    """`figures` for the row of numbers, `rows` for the list of sentences (ui/parts/rehearse.html)."""

    figures: list[dict[str, Any]]
    rows: list[dict[str, str]]
    total: int


def rehearse(change: Change) -> Rehearsal:
    with audit.acting_as_system("预演单位调整"):
        units = _touched(change)
        inner = sum(Unit.objects.current().under(unit).count() for unit in units)
        left = [one for unit in units for one in org.left_open(unit)]
        people = sum(staff_of(unit).count() for unit in units)
        posts = sum(Post.objects.filter(unit__in=Unit.objects.under(unit), ended_on=None).count() for unit in units)
    open_by: dict[str, tuple[int, str]] = {}
    for one in left:
        open_by[one.label] = (open_by.get(one.label, (0, ""))[0] + one.n, one.measure)
    total = rows_of(change)
    figures = [
        {"name": "单位和科室", "value": inner, "unit": "个"}, {"name": "人员", "value": people, "unit": "人"},
        {"name": "岗位", "value": posts, "unit": "个"}, {"name": "记录", "value": total, "unit": "条"},
        *({"name": label, "value": n, "unit": measure} for label, (n, measure) in open_by.items()),
    ]  # fmt: skip
    return Rehearsal(figures, _sentences(change, total), total)


def rows_of(change: Change) -> int:
    """How many rows would be carried, counted no further than CEILING a table."""
    if change.act == Act.RENAME:
        return 0
    with audit.acting_as_system("预演单位调整"):
        return sum(
            model.objects.under(unit)[:CEILING].count()
            for unit in _touched(change)
            for model in org.positioned_models()
        )


def _touched(change: Change) -> list[Unit]:
    if change.act == Act.SPLIT:
        return list(Unit.objects.filter(pk__in=change.parts).order_by("pos"))
    return [change.unit]


def _sentences(change: Change, total: int) -> list[dict[str, str]]:
    unit, other = change.unit, change.other
    was = unit.parent.name if unit.parent else ""
    found: list[tuple[str, str]] = []
    match change.act:
        case Act.MOVE if other:
            found = [
                ("驾驶舱和报表", f"{was}不再计入{unit.title}，{other.name}从生效起计入；以前的日子照旧。"),
                ("看得到的人", f"{was}的人看不到{unit.title}的记录；{other.name}的人看得到全部历史。"),
                ("审核和验收", f"没办完的改由{other.name}审核、验收；已审核的不变。"),
                ("已签的报表和总结", "照原样保存，不改。"),
            ]
        case Act.MERGE if other:
            found = [
                ("人员和岗位", f"全部转到{other.name}；重名的岗位、科室注明“原{unit.title}”。"),
                ("没办完的", f"由{other.name}接续；两边都要办的，{unit.title}的一份记豁免。"),
                ("历史", f"{unit.title}的记录归入{other.name}，仍用原来的单位名。"),
                ("名称", f"用“{unit.name}”仍能查到{other.name}。"),
            ]
        case Act.SPLIT:
            found = [
                ("新单位", f"{change.name}，由{was}管。" if was else change.name),
                ("没销号的隐患", f"在分出科室的，由{change.name}接续；单位一级的任务和通知留在{unit.title}。"),
            ]
        case Act.CLOSE:
            found = [
                ("没办完的", f"由{other.name}接续。" if other else "没有，可以停用。"),
                ("岗位和任职", f"到 {change.on.isoformat()} 为止；没有别处岗位的人记为离开。"),
                ("历史", "全部保留，照旧可查。"),
            ]
        case Act.RENAME:
            found = [("名称", f"“{unit.name}”改为“{change.name}”；用原名仍能查到。")]
    if total > PER_SECOND:
        found.append(("用时", f"约 {total // PER_SECOND + 1} 秒，在后台办；期间别人保存会等一下。"))
    return [{"name": name, "text": text} for name, text in found]
