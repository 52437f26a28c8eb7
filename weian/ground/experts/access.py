"""Who may do what with pool and draws. Every `check_` raises Refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused, Viewer
from weian.ground.experts.models import Draw, Expert, OpenedDraw, Stand
from weian.ground.experts.states import DrawStatus
from weian.kernel.transitions import IllegalMove


def check_can_draw(by: Viewer) -> None:
    by.check(May.DRAW)
    if not by.is_commission:
        raise Refused("抽取由卫生健康行政部门组织。")


def check_can_keep(by: Viewer, expert: Expert) -> None:
    check_can_draw(by)
    if expert.unit_id != by.unit.pk:
        raise Refused(f"{expert.person.name}在{expert.unit.title}的专家库里，由它维护。")


def check_can_commit(by: Viewer, draw: Draw) -> None:
    if draw.status != DrawStatus.PREPARED:
        raise Refused("见证方已经承诺过了。" if draw.witness_commitment else "这次抽取已经作废。")
    if draw.witness_id != by.person.pk:
        raise Refused(f"由见证方{draw.witness.name}承诺。")


def party_of(by: Viewer, draw: Draw) -> str:
    """Which party of the draw the viewer is; empty for neither."""
    return {draw.office_id: "office", draw.witness_id: "witness"}.get(by.person.pk, "")


def check_can_tell(by: Viewer, draw: Draw) -> None:
    """Tell one's secret: each party its own, once the list is frozen."""
    if draw.status == DrawStatus.PREPARED:
        raise Refused(f"还不能亮出密语：等见证方{draw.witness.name}承诺、名单公布之后。")
    if draw.status != DrawStatus.LISTED:
        raise Refused(f"这次抽取{draw.get_status_display()}。")
    party = party_of(by, draw)
    if not party:
        raise Refused(f"由组织方{draw.office.name}和见证方{draw.witness.name}各自亮出。")
    if getattr(draw, f"{party}_secret"):
        raise Refused("您已经亮出密语，等另一方。")


def check_can_void(by: Viewer, draw: Draw) -> None:
    check_can_draw(by)
    if draw.unit_id != by.unit.pk:
        raise Refused(f"由组织单位{draw.unit.title}作废。")
    if draw.status == DrawStatus.VOIDED:
        raise Refused("这次抽取已经作废。")


def check_can_open(by: Viewer, draw: Draw) -> None:
    check_can_draw(by)
    if draw.unit_id != by.unit.pk:
        raise Refused(f"由组织单位{draw.unit.title}公开。")
    if draw.status != DrawStatus.DRAWN:
        raise Refused("抽出以后才能公开。")
    if draw.opened_at:
        raise Refused("已经公开了。")


def check_can_take_stand(by: Viewer, opened: OpenedDraw) -> None:
    """Whoever the pairing concerns says so for its unit, once."""
    if opened.what != Draw.What.PAIRS:
        raise Refused("只有互检配对需要认可或提异议。")
    if str(by.unit.pk) not in opened.record["result"]["pairs"]:
        raise Refused("本单位不在这次配对里。")
    if not by.may(May.SIGN_RECEIPT):
        raise Refused(f"{by.post.title}不能替单位表态，请由安全管理人员办理。")
    if Stand.objects.filter(draw=opened, unit=by.unit).exists():
        raise Refused("本单位已经表过态。")


def check_can_rule(by: Viewer, stand: Stand) -> None:
    """A dispute is ruled by the office that drew, which supervises both sides."""
    check_can_draw(by)
    if stand.draw.unit_id != by.unit.pk:
        raise Refused(f"由组织单位{stand.draw.unit.title}裁定。")
    if stand.agreed:
        raise Refused("这家单位认可配对，没有要裁定的。")
    if stand.ruled_at:
        raise Refused("已经裁定过了。")
    if stand.made_by_id in by.persons:
        raise Refused("异议是您提的，由另一人裁定。")


def may(check: Callable[..., None], *args: object) -> tuple[bool, str]:
    """Whether an act is open, and if not why."""
    try:
        check(*args)
    except (Refused, IllegalMove) as refusal:
        return False, str(refusal)
    return True, ""


def can_draw(by: Viewer) -> tuple[bool, str]:
    return may(check_can_draw, by)


def keeps_pool(by: Viewer, unit: Unit) -> bool:
    return may(check_can_draw, by)[0] and unit.pk == by.unit.pk
