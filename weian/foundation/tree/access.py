"""Who may change the tree, and what of. Every refusal is a Chinese sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from weian.foundation.org import api as org
from weian.foundation.org.kinds import INSIDE, Kind
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.foundation.people.models import Post
from weian.foundation.tree.models import Change
from weian.kernel import clock

# Under what each kind can stand.
UNDER = {
    Kind.COMMISSION: (Kind.COMMISSION, Kind.ROOT),
    Kind.INSTITUTION: (Kind.COMMISSION, Kind.INSTITUTION),
    Kind.CAMPUS: (Kind.INSTITUTION,),
    Kind.DEPARTMENT: (Kind.COMMISSION, Kind.INSTITUTION, Kind.CAMPUS, Kind.DEPARTMENT),
    Kind.CONTRACTOR: (Kind.ROOT, Kind.COMMISSION),
    Kind.AGENCY: (Kind.ROOT, Kind.COMMISSION),
}
FARTHEST = timedelta(days=366)


def check_can_change(by: Viewer, unit: Unit) -> None:
    """Whoever keeps units, below their own unit only: nobody moves or closes the ground under their feet."""
    by.check(May.MANAGE_UNITS)
    if not by.unit.holds(unit) or unit.pk == by.unit.pk:
        raise Refused(f"{unit.name}的调整由它的上级办理。")
    if unit.ended:
        raise Refused(f"{unit.name}已经停用，不能再调整。")


def check_can_withdraw(by: Viewer, change: Change) -> None:
    """Whoever asked for it, their colleagues, and those above: nobody takes back what their superior decided."""
    check_can_change(by, change.unit)
    asked = change.asked_by.post.unit
    if not by.unit.holds(asked):
        raise Refused(f"这项调整由{asked.name}提出，由它或它的上级撤回。")


def check_when(on: date) -> None:
    if abs(on - clock.today()) > FARTHEST:
        raise Refused("生效日应在前后一年之内。")


def check_can_move(by: Viewer, unit: Unit, above: Unit) -> None:
    """Both superiors are the mover's own business."""
    check_can_change(by, unit)
    if not by.unit.holds(above):
        raise Refused("新的上级不归您管。跨辖区的调整由双方共同的上级办理。")
    if unit.holds(above):
        raise Refused(f"{above.name}就在{unit.name}里，不能作它的上级。")
    if above.ended:
        raise Refused(f"{above.name}已经停用，不能作上级。")
    if unit.parent_id == above.pk:
        raise Refused(f"{unit.name}现在就由{above.name}管。")
    if above.kind not in UNDER[Kind(unit.kind)]:
        raise Refused(f"{unit.get_kind_display()}不能归{above.get_kind_display()}（{above.name}）管。")
    check_name_is_free(above, unit.name)


def check_can_merge(by: Viewer, unit: Unit, into: Unit) -> None:
    check_can_change(by, unit)
    _check_successor(by, unit, into)
    if into.kind != unit.kind:
        raise Refused(
            f"只有同类单位可以合并：{unit.name}是{unit.get_kind_display()}，{into.name}是{into.get_kind_display()}。"
        )
    if into.holds(unit):
        raise Refused(f"{into.name}是{unit.name}的上级，不是合并：请用“停用”，把没办完的交给它。")


def check_can_split(by: Viewer, unit: Unit, name: str, parts: Sequence[Unit], posts: Sequence[Post]) -> None:
    check_can_change(by, unit)
    if unit.kind in INSIDE:
        raise Refused("科室不分设单位，请直接添加新的科室。")
    if not parts and not posts:
        raise Refused("请选好分出去的科室或岗位，至少一个。")
    if any(part.parent_id != unit.pk or part.ended for part in parts):
        raise Refused(f"分出去的科室应是{unit.name}现有的下属。")
    if any(post.unit_id != unit.pk or post.ended_on for post in posts):
        raise Refused(f"分出去的岗位应是{unit.name}现有的岗位。")
    if unit.parent is not None:
        check_name_is_free(unit.parent, name)


def check_can_close(by: Viewer, unit: Unit, to: Unit | None) -> None:
    """Without a successor nothing may be open (counted by the caller as system: sight does not bound what is left)."""
    check_can_change(by, unit)
    below = Unit.objects.current().filter(parent=unit).exclude(kind__in=INSIDE)
    names = [one.title for one in below.order_by("pos")[:4]]
    if names:
        more = "等" if len(names) > 3 else ""
        raise Refused(f"{unit.name}下面还有单位（{'、'.join(names[:3])}{more}）。请先调整它们，再停用。")
    if to is not None:
        _check_successor(by, unit, to)
        return
    left = org.left_open(unit)
    if left:
        told = "、".join(str(one) for one in left)
        raise Refused(f"{unit.name}还有{told}，不能停用。请先办完，或选一个单位接续。")


def check_can_rename(by: Viewer, unit: Unit, name: str) -> None:
    check_can_change(by, unit)
    if name == unit.name:
        raise Refused("新名称和现在的一样。")
    if unit.parent is not None:
        check_name_is_free(unit.parent, name)


def check_name_is_free(above: Unit, name: str) -> None:
    if Unit.objects.current().filter(parent=above, name=name).exists():
        raise Refused(f"{above.name}下已经有叫“{name}”的单位。请先更名。")


def _check_successor(by: Viewer, unit: Unit, to: Unit) -> None:
    if not by.unit.holds(to):
        raise Refused("接续的单位不归您管。跨辖区的调整由双方共同的上级办理。")
    if unit.holds(to):
        raise Refused(f"接续的单位不能是{unit.name}自己或它的下属。")
    if to.ended:
        raise Refused(f"{to.name}已经停用，不能接续。")
    if to.kind == Kind.ROOT:
        raise Refused("请选一个具体的单位接续。")
