"""What falls to this viewer, from every app that hands out work, in one shape."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from weian.foundation.documents import api as documents
from weian.foundation.people.api import May, Viewer, rows_for
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.ground.rounds import api as rounds
from weian.kernel import clock
from weian.programs.campaigns import api as campaigns
from weian.programs.inspections import api as inspections
from weian.ui import api as ui

_KINDS = {str(one.value): str(one.label) for one in duties.AskKind}  # looked up for every task of a day
# Enough for a long day from one source; what is beyond it stands behind the door of that source's list.
LIMIT = 60


@dataclass(frozen=True)
class Act:
    """One thing to do. `clock` is what the line says of its time.

    `due` None means that it has no day: somebody waits for it, unless it is `lasting`, which is to be kept up always.
    """

    due: date | None
    clock: Any
    is_late: bool
    title: str
    meta: str
    url: str
    verb: str
    source: str
    lasting: bool = False

    @property
    def key(self) -> tuple[bool, date, str]:
        return self.due is None, self.due or date.max, self.title


def acts_of(viewer: Viewer, *, with_hazards: bool = True) -> list[Act]:
    """All acts of this post, soonest first; those without a day come last, longest waiting first.

    `with_hazards` is False where hazards are listed by themselves.
    """
    if viewer.is_agency:
        return _by_day(act for source in (_letters, _cooperations, _transfers, _visits) for act in source(viewer))
    sources = (
        _notices,
        _to_sign,
        _to_look_at_again,
        _tasks,
        _reviews,
        _reliefs,
        _helps,
        _behalves,
        _doors,
        _rounds,
        _visits,
        _beside_hazards,
        *([_hazards] if with_hazards else []),
    )
    return _by_day(act for source in sources for act in source(viewer))


def _by_day(acts: Iterable[Act]) -> list[Act]:
    return sorted(acts, key=lambda act: act.key)


def waited(since: datetime) -> ui.Clock:
    """For what has no day: how long it has been lying there."""
    days = (clock.today() - since.astimezone(clock.SHANGHAI).date()).days
    return ui.Clock("none", f"已等 {days}\u00a0天" if days > 0 else "今天到")


def _drafts(viewer: Viewer) -> QuerySet[Any]:
    own = campaigns.listed(viewer).filter(issuer=viewer.unit, status=campaigns.CampaignState.CONFIRMING)
    return own.select_related("rehearsal").defer("document__body")[:LIMIT]


def _notices(viewer: Viewer) -> list[Act]:
    """Notices read in here that have not gone out yet."""
    if not viewer.may(May.ISSUE_NOTICE):
        return []
    return [_notice(one, viewer) for one in rows_for(viewer, "acts.notices", _drafts)]


def _notice(one: Any, viewer: Viewer) -> Act:
    """What is next with a notice that has not gone out: its lines, a second signature, the issuing."""
    asked: Any = getattr(one, "rehearsal", None)
    waits = asked is not None and asked.asked_by is not None and asked.signed_by is None
    if one.waiting:
        said, page, verb = f"还有{one.waiting}处待确认", "proposals", "确认"
    elif waits and asked.asked_by != viewer.actor_uid:
        said, page, verb = f"超出预算，等您会签：{asked.why}", "rehearsal", "会签"
    elif waits:
        said, page, verb = "超出预算，等本单位另一人会签", "rehearsal", "看预演"
    else:
        said, page, verb = "各条已确认，可以选发送对象、下发", "proposals", "下发"
    return Act(None, waited(one.read_at), False, f"《{one.title}》", said, ui.address(page, one.pk), verb, "notices")


def _unsigned(viewer: Viewer) -> QuerySet[documents.Receipt]:
    receipts = documents.Receipt.objects.visible_to(viewer).filter(unit=viewer.unit).unsigned()
    shown = receipts.select_related("document", "sent_by").defer("document__body")
    return shown.order_by("due", "uid")[:LIMIT]


def _to_sign(viewer: Viewer) -> list[Act]:
    if not viewer.may(May.SIGN_RECEIPT):
        return []
    day = clock.today()
    return [
        Act(
            one.due, one.due, one.late(day), f"《{one.document.title}》",
            " · ".join(filter(None, (one.document.doc_no, f"{one.sent_by.title}发来", one.get_via_display()))),
            ui.address("document", one.document_id), "签收", "documents",
        )
        for one in rows_for(viewer, "acts.receipts", _unsigned)
    ]  # fmt: skip


def _to_look_at_again(viewer: Viewer) -> list[Act]:
    """Documents of the unit that rest on something that lost force."""
    if not viewer.may(May.ISSUE_NOTICE):
        return []
    day = clock.today()
    return [
        Act(
            due := documents.review_by(one.review_since), due, due < day, f"《{one.title}》",  # type: ignore[attr-defined]
            f"{one.clauses_to_review} 条依据的文件已废止，待复核",  # type: ignore[attr-defined]
            ui.address("document", one.pk), "复核", "documents",
        )
        for one in documents.to_review(viewer)[:LIMIT]
    ]  # fmt: skip


def _tasks(viewer: Viewer) -> list[Act]:
    """What is owed and signed for; what waits for a signature is its notice's one act, not many."""
    return [
        Act(
            owed.due, _term(owed), owed.overdue, owed.obligation.title,
            " · ".join(filter(None, (_from(owed), _returned(owed)))), duties.url_of(owed),
            "重办" if owed.state == duties.TaskState.RETURNED else "办理", "tasks", owed.due is None,
        )
        for owed in duties.owed_by(viewer)
        if owed.state != duties.TaskState.UNSIGNED
    ][:LIMIT]  # fmt: skip


def _term(owed: duties.Owed) -> Any:
    if owed.overdue:
        return ui.late_by(owed.late_days, "个工作日", sure=owed.sure)
    if owed.due and owed.due < clock.today():
        return ui.Clock(
            "today", "休息日顺延" + ("" if owed.sure else ui.UNSURE)
        )  # its day was a holiday: late only after the next working day
    return owed.due or ui.Clock("none", f"{owed.since.astimezone(clock.SHANGHAI):%m-%d} 收到")


def _from(owed: duties.Owed) -> str:
    document, clause = owed.obligation.document, owed.obligation.clause
    return " ".join(filter(None, (document.doc_no or f"《{document.title}》", clause.label if clause else "")))


def _returned(owed: duties.Owed) -> str:
    if owed.state != duties.TaskState.RETURNED or owed.task is None:
        return _KINDS[owed.obligation.kind]
    return f"退回：{owed.task.return_reason}"


def _reviews(viewer: Viewer) -> list[Act]:
    return [
        Act(
            None, waited(task.submitted_at), False, task.obligation.title,
            f"{task.unit.title} {task.submitted_at.astimezone(clock.SHANGHAI):%m-%d}提交"
            + (f"，迟报{task.late_days}个工作日" if task.late_days else ""),
            duties.url_of_task(task), "审核", "reviews",
        )
        for task in rows_for(viewer, "acts.reviews", lambda me: duties.to_review(me)[:LIMIT])
    ]  # fmt: skip


def _reliefs(viewer: Viewer) -> list[Act]:
    """Requests for a later day, or not to have to do it."""
    return [
        Act(
            None, waited(one.asked_at), False, one.task.obligation.title,
            f"{one.unit.title}申请{one.get_kind_display()}{f'到 {one.until}' if one.until else ''}：{one.reason}",
            duties.url_of_task(one.task) + "#decision", "决定", "reliefs",
        )
        for one in rows_for(viewer, "acts.reliefs", lambda me: duties.reliefs_to_decide(me)[:LIMIT])
    ]  # fmt: skip


def _helps(viewer: Viewer) -> list[Act]:
    """What a unit below cannot solve by itself."""
    return [
        Act(
            None, waited(one.asked_at), False, one.obligation.title, f"{one.unit.title}请求协调：{one.text}",
            duties.address(one.obligation_id, one.unit_id, one.period_start) + "#help", "答复", "helps",
        )
        for one in rows_for(viewer, "acts.helps", lambda me: duties.helps_to_answer(me)[:LIMIT])
    ]  # fmt: skip


def _behalves(viewer: Viewer) -> list[Act]:
    """What the commission above wrote down for this small unit: is it so?"""
    return [
        Act(
            None, waited(one.made_at), False, one.title, f"{one.of.title}{one.by.name}代录", ui.address("behalves"),
            "确认", "behalves",
        )
        for one in duties.to_confirm(viewer)[:LIMIT]
    ]  # fmt: skip


def _doors(viewer: Viewer) -> list[Act]:
    """Doors to things of other apps; hazards tell of theirs themselves."""
    day = clock.today()
    doors = [one for one in duties.doors_of(viewer) if one.kind != hazards.RECTIFY]
    return [
        Act(
            one.due, one.due or waited(one.open_at), bool(one.due and one.due < day), one.title,
            f"{kind.title} · {one.unit.title}", kind.url(one.target), "办理", "doors",
        )
        for one in doors[:LIMIT] for kind in [duties.door_kind(one.kind)]
    ]  # fmt: skip


def _rounds(viewer: Viewer) -> list[Act]:
    """The rounds that are open now are one walk: one act, until the first of them ends."""
    if not viewer.may(May.INSPECT):
        return []
    open_ = [one for one in rounds.rounds_for(viewer) if one.judged.state != rounds.State.DONE]
    if not open_:
        return []
    ends = open_[0].due.window.end.astimezone(clock.SHANGHAI)
    names = "、".join(dict.fromkeys(one.subject.name for one in open_[:3])) + ("等" if len(open_) > 3 else "")
    due = max(clock.today(), open_[0].due.window.last_day)
    return [
        Act(
            due,
            due,
            False,
            f"巡查 {len(open_)} 处",
            f"{names} · {ends:%m-%d %H:%M} 前",
            ui.address("rounds-mine"),
            "去查",
            "rounds",
        )
    ]


def _visits(viewer: Viewer) -> list[Act]:
    """Inspections to make, those that the unit is to sign, and those that an agency makes along."""
    if not (viewer.may(May.INSPECT) or viewer.is_agency):
        return []
    day = clock.today()
    return [
        Act(
            one.due, one.due or ui.Clock("none", "等签字"), bool(one.due and one.due < day), one.title, one.meta,
            ui.address("inspection", one.uid), one.verb, "visits",
        )
        for one in inspections.waiting_for(viewer, LIMIT)
    ]  # fmt: skip


def _letters(agency: Viewer) -> list[Act]:
    """What was handed over by letter and is not signed for."""
    day, letters = clock.today(), hazards.Referral.objects.visible_to(agency).unsigned()
    return [
        Act(
            one.receipt_due, one.receipt_due, one.receipt_due < day, one.about, f"{one.from_unit.title}移送　{one.no}",
            one.get_absolute_url(), "签收", "letters",
        )
        for one in letters.select_related("from_unit").order_by("receipt_due", "uid")[:LIMIT]
    ]  # fmt: skip


def _cooperations(agency: Viewer) -> list[Act]:
    """In what the agency is named and has not acted in this period."""
    period = duties.cooperation_period(clock.today())
    idle = duties.Cooperation.objects.visible_to(agency).idle(period.start)
    return [
        Act(
            period.due, period.due, False, one.obligation.title, f"{one.unit.title}牵头，本期还没有行动",
            ui.address("cooperation", one.pk), "登记行动", "cooperations",
        )
        for one in idle.select_related("obligation", "unit").order_by("made_at", "uid")[:LIMIT]
    ]  # fmt: skip


def _transfers(agency: Viewer) -> list[Act]:
    """What the lead handed to the agency and waits for an answer."""
    open_ = duties.Transfer.objects.visible_to(agency).filter(answered_at=None).select_related("cooperation__unit")
    return [
        Act(
            None, waited(one.made_at), False, one.text, f"{one.cooperation.unit.title}移交",
            ui.address("cooperation", one.cooperation_id), "答复", "transfers",
        )
        for one in open_.order_by("made_at", "uid")[:LIMIT]
    ]  # fmt: skip


def _beside_hazards(viewer: Viewer) -> list[Act]:
    """What lies over hazards and waits for this post: 挂牌, objections, requests, letters, second looks."""
    day = clock.today()
    return [
        Act(
            one.due, one.due or waited(one.since), bool(one.due and one.due < day), one.title,
            " · ".join(filter(None, (one.unit if one.unit != viewer.unit.title else "", one.words))), one.url, one.verb,
            "beside",
        )
        for one in hazards.waiting_beside(viewer, limit=LIMIT)
    ]  # fmt: skip


def _hazards(viewer: Viewer) -> list[Act]:
    found = hazards.falling_to(viewer, limit=LIMIT)
    terms = hazards.terms_of(found)
    return [_of_hazard(one, viewer, terms[one.pk]) for one in found]


def _of_hazard(hazard: hazards.Hazard, viewer: Viewer, term: hazards.Term) -> Act:
    # Once it is said to be put right its term has stopped: what counts is how long it waits to be looked at.
    due = term.day
    where = hazard.department.title if hazard.department else ""
    meta = (
        f"{hazards.Grade(hazard.grade).label}隐患" if hazard.grade else "未定级",
        hazard.unit.title if hazard.unit_id != viewer.unit.pk else "",
        " ".join(filter(None, (where, hazard.place))),
        hazards.Status(hazard.status).label,
        term.note if due else "",
    )
    return Act(
        due, due or waited(hazards.standing_since(hazard)), bool(due and due < clock.today()), hazard.title,
        " · ".join(filter(None, meta)), ui.address("hazard", hazard.pk), hazards.next_act(hazard), "hazards",
    )  # fmt: skip
