"""Which acts a record offers: the word, who may, what is filled in, what is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from weian.foundation.people.api import Refused, Viewer, asks
from weian.ground.works import access, api
from weian.ground.works.forms import acts as forms
from weian.ground.works.models import Site, StopOrder
from weian.ground.works.states import Built, Permitted, Stopped

Said = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """`deed(one, said, viewer, uid)` does it; `uid` is the client's key of what is made, `role` that of photographs,
    `says` what follows from it. A `rare` one stands folded among others."""

    word: str
    gate: Callable[[Viewer, Any], object]
    form: type[forms.ActForm]
    deed: Callable[[Any, Said, Viewer, UUID], object]
    done: str
    role: str = "after"
    says: str = ""
    rare: bool = False


def _keeps(by: Viewer, one: Any) -> None:
    access.check_can_keep(by, one.unit)


def _contract(one: Any, said: Said, viewer: Viewer, uid: UUID) -> object:
    told = {**said, "places": tuple(said["places"]), "agreement": tuple(said["agreement"])}
    return api.sign_contract(one, api.Terms(**told), uid=uid, by=viewer)


def _assign(one: Any, said: Said, viewer: Viewer, uid: UUID) -> object:
    told = {**said, "at_once": said["at_once"] == "yes"}
    return api.hand_over(one, api.Order(**told), by=viewer)


def _found(one: Site, said: Said, viewer: Viewer, uid: UUID) -> object:
    found = api.Found(
        kind=said["kind"], subject=one.subject, site=one, text=said["text"], person_name=said["person_name"]
    )
    return api.find(found, uid=uid, by=viewer, photos=said["photos"])


def standing(site: Site) -> StopOrder:
    """The stop-work order over a site. Raises Refused where none stands."""
    found = site.standing_order()
    if found is None:
        raise Refused("现在没有停工。")
    return found


def _of_order(gate: Callable[[Viewer, StopOrder], None]) -> Callable[[Viewer, Site], None]:
    return lambda by, site: gate(by, standing(site))


def _find_at(by: Viewer, site: Site) -> None:
    access.check_can_find(by, site.unit, site)
    if site.status != Built.BUILDING:
        raise Refused("在建期间才登记违规。")


CONTRACTOR = {
    "contract": Act("登记合同", _keeps, forms.ContractForm, _contract, "合同已登记。"),
    "admission": Act(
        "添加承包方人员", _keeps, forms.AdmissionForm,
        lambda one, said, by, uid: api.admit(one, by=by, name=said["person"], phone=said["phone"]),
        "已添加。", rare=True,
    ),
    "account": Act(
        "把隐患记到它账上", _keeps, forms.AccountForm,
        lambda one, said, by, uid: api.charge(said["hazard"], one, by=by), "已记到承包方账上。",
    ),
    "dismissal": Act(
        "承包方人员离场", _keeps, forms.DismissalForm,
        lambda one, said, by, uid: api.dismiss(one, said["person"], by=by, why=said["why"]),
        "已离场，不能再登录。", rare=True,
    ),
    "ending": Act(
        "提前终止合同", _keeps, forms.EndingForm,
        lambda one, said, by, uid: api.end_contract(said["contract"], by=by, on=said["on"], why=said["why"]),
        "合同已终止。", rare=True,
    ),
}  # fmt: skip
CHARGE = {
    "assignment": Act("派给承包方整改", access.check_can_hand_over, forms.AssignmentForm, _assign, "已派给承包方。"),
    "proof": Act(
        "上传整改证明", access.check_can_prove, forms.ProofForm,
        lambda one, said, by, uid: api.prove(one, by=by, note=said["note"], photos=said["photos"]),
        "已上传，等建设或使用单位验收。",
    ),
}  # fmt: skip
PERMIT = {
    "approval": Act(
        "批准", access.check_can_approve, forms.PlainForm, lambda one, said, by, uid: api.approve(one, by=by),
        "已批准，相邻科室已告知。",
        says="看过作业人、证件、看护人和措施再批准。批准后只在批准的时间里有效，相邻科室会收到消息。",
    ),
    "start": Act(
        "开始作业", access.check_can_begin, forms.BeforeForm,
        lambda one, said, by, uid: api.begin(one, by=by, photos=said["photos"]), "已开始。", role="before",
    ),
    "end": Act(
        "作业结束", access.check_can_end, forms.AfterForm,
        lambda one, said, by, uid: api.end(one, by=by, photos=said["photos"]), "已结束，到时复查。",
    ),
    "recheck": Act(
        "复查", access.check_can_recheck, forms.RecheckForm,
        lambda one, said, by, uid: api.recheck(
            one, by=by, note=said["note"], trouble=said["trouble"], photos=said["photos"]
        ),
        "已复查。", role="scene",
    ),
    "refusal": Act(
        "不批准", access.check_can_refuse, forms.WhyForm,
        lambda one, said, by, uid: api.refuse(one, by=by, why=said["why"]), "已退回申请人。",
    ),
    "halt": Act(
        "叫停", access.check_can_halt, forms.WhyForm,
        lambda one, said, by, uid: api.halt(one, by=by, why=said["why"]), "已叫停。",
        says="马上停止作业，这张票作废，要再做就重新申请。",
    ),
    "cancellation": Act(
        "作废", access.check_can_cancel, forms.WhyForm,
        lambda one, said, by, uid: api.cancel(one, by=by, why=said["why"]), "已作废。",
    ),
}  # fmt: skip
SITE = {
    "begin": Act(
        "开工", access.check_can_begin_site, forms.PlainForm, lambda one, said, by, uid: api.begin_site(one, by=by),
        "已开工。从今天起每周到场检查。",
        says="开工后每周到场检查一次，可以申请作业票。",
    ),
    "violation": Act("登记违规", _find_at, forms.FindingForm, _found, "已登记，成为一条隐患。", role="before"),
    "resumption": Act(
        "申请复工", _of_order(access.check_can_ask_resume), forms.ResumeForm,
        lambda one, said, by, uid: api.ask_resume(standing(one), by=by, answer=said["answer"], photos=said["photos"]),
        "已申请复工。",
    ),
    "lifting": Act(
        "同意复工", _of_order(access.check_can_lift), forms.PlainForm,
        lambda one, said, by, uid: api.lift(standing(one), by=by), "已同意复工。",
        says="同意后恢复施工。被叫停的作业票不恢复，要重新申请。",
    ),
    "resumption-refusal": Act(
        "不同意复工", _of_order(access.check_can_refuse_resume), forms.WhyForm,
        lambda one, said, by, uid: api.refuse_resume(standing(one), by=by, why=said["why"]), "已退回。",
    ),
    "stop": Act(
        "停工", access.check_can_stop, forms.StopForm,
        lambda one, said, by, uid: api.stop(one, uid=uid, by=by, reason=said["reason"]), "已下停工令，作业票一并叫停。",
        says="下达后项目不准施工，已批准和作业中的作业票一并叫停，扫入口标签就看得到。",
    ),
    "agency": Act(
        "请协同部门", access.check_can_invite, forms.AgencyForm,
        lambda one, said, by, uid: api.invite(one, said["agency"], by=by),
        "已请，它能看到本项目并登记问题。", rare=True,
    ),
    "finish": Act(
        "竣工", access.check_can_finish, forms.PlainForm, lambda one, said, by, uid: api.finish_site(one, by=by),
        "已竣工。", rare=True,
        says="竣工后不再要求到场检查，不能再登记违规和申请作业票。",
    ),
}  # fmt: skip
ACTS: dict[str, dict[str, Act]] = {"contractor": CONTRACTOR, "charge": CHARGE, "permit": PERMIT, "site": SITE}
# The one act that stands open.
MAIN: dict[str, str] = {
    Permitted.ASKED: "approval", Permitted.APPROVED: "start", Permitted.WORKING: "end", Permitted.ENDED: "recheck",
    Built.PLANNED: "begin",
}  # fmt: skip


def offered(
    kind: str, one: Any, viewer: Viewer, bound: forms.ActForm | None
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """What the viewer may do now, the main act first; and of the main act why not."""
    shown, refused = [], []
    main_name = _main(kind, one, viewer)
    for name, act in ACTS[kind].items():
        may, why = asks(act.gate, viewer, one)
        main = name == main_name
        if may:
            form = bound if bound is not None and bound.name == name else act.form(one=one, viewer=viewer, name=name)
            shown.append({
                "name": name, "word": act.word, "form": form, "main": main, "is_open": main or form.is_bound,
                "url": reverse(f"{kind}-{name}", args=[one.pk]), "has_files": form.is_multipart(),
                "says": act.says, "rare": act.rare and not main,
            })  # fmt: skip
        elif main:
            refused.append({"label": act.word, "reason": why})
    return sorted(shown, key=lambda act: not act["main"]), refused


def _main(kind: str, one: Any, viewer: Viewer) -> str:
    """The act that the record waits for from this viewer."""
    if kind == "charge":
        if viewer.is_contractor:
            return "proof"
        return "assignment" if asks(access.check_can_hand_over, viewer, one)[0] else ""
    order = one.standing_order() if kind == "site" else None
    if order is not None:
        waiting = "resumption" if viewer.is_contractor else ""
        return "lifting" if order.status == Stopped.ASKED and not viewer.is_contractor else waiting
    return MAIN.get(getattr(one, "status", ""), "")
