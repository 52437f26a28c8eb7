"""One hazard as the page draws it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse

from weian.foundation.audit import api as audit
from weian.foundation.evidence.api import Attachment
from weian.foundation.ladder import api as ladder
from weian.foundation.people import api as people
from weian.foundation.people.api import May, Viewer, asks
from weian.ground.duties import api as duties
from weian.ground.hazards import access, climbing, forms, proof, turns
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.papers import issuing
from weian.ground.hazards.presenters import overlaid
from weian.ground.hazards.presenters.history import sentence
from weian.ground.hazards.presenters.progress import steps
from weian.ground.hazards.states import STATES, STOPPED, Status
from weian.ground.hazards.supervising.limits import terms_of
from weian.kernel import clock
from weian.ui.clocks import clock_of
from weian.ui.words import amount, isodate, mmdd

Form = type[forms.ActForm]
# act → (word, gate, form, address)
ACTS: dict[str, tuple[str, Callable[..., object], Form]] = {
    "grading": ("定级", access.check_can_grade, forms.GradingForm),
    "fix": ("当场改正", access.check_can_fix_on_the_spot, forms.FixForm),
    "assignment": ("派发", access.check_can_assign, forms.AssignmentForm),
    "rectification": ("整改", access.check_can_rectify, forms.RectificationForm),
    "application": ("申请验收", access.check_can_apply, forms.ApplicationForm),
    "verification": ("验收通过", access.check_can_verify, forms.VerificationForm),
    "return": ("退回", access.check_can_return, forms.ReturnForm),
    "closure": ("销号", access.check_can_close, forms.ClosureForm),
    "reopening": ("重开", access.check_can_reopen, forms.ReopeningForm),
    "extension": ("申请延期", access.check_can_extend, forms.ExtensionForm),
}
STEP_OF = {
    "fix": Status.FIXED, "assignment": Status.ASSIGNED, "rectification": Status.RECTIFYING,
    "application": Status.APPLIED, "verification": Status.VERIFIED, "return": Status.RETURNED,
    "closure": Status.CLOSED, "reopening": Status.REOPENED,
}  # fmt: skip
# The act that moves a hazard on: filled button, opened form.
MAIN = {
    Status.REPORTED: "grading", Status.GRADED: "assignment", Status.ASSIGNED: "rectification",
    Status.RECTIFYING: "application", Status.APPLIED: "verification", Status.FIXED: "verification",
    Status.RETURNED: "rectification", Status.VERIFIED: "closure", Status.CLOSED: "reopening",
    Status.REOPENED: "assignment", Status.MERGED: "",
}  # fmt: skip


def context(hazard: Hazard, viewer: Viewer, bound: forms.ActForm | None = None) -> dict[str, Any]:
    """All that `hazards/record.html` needs. `bound` is a refused form, shown again with what was typed."""
    files = proof.files_of(hazard)
    extension = hazard.extensions.filter(decision="").select_related("asked_by").first()
    acts, refusals = _acts(hazard, viewer, bound)
    over = overlaid.offered(hazard, viewer, bound)
    behalf = duties.behalf_of([hazard.pk]).get(hazard.pk)
    return {
        "hazard": hazard,
        "line": _line(hazard, viewer, refusals),
        "acts": acts,
        "asked_acts": [one for one in over if one["is_asked"]],
        "more_acts": [one for one in over if not one["is_asked"]],
        "more_is_open": any(one["is_open"] for one in over if not one["is_asked"]),
        "notes": overlaid.notes(hazard),
        "given": issuing.papers_of([hazard.pk], viewer),
        "pairs": _pairs(hazard, files),
        "papers": [one for one in files if not one.blob.is_image],
        "pairs_note": amount(len(files), "件") if files else "",
        "elements": _elements(hazard),
        "clauses": _clauses(hazard),
        "events": _history(hazard),
        "standing": _standing(hazard),
        "may_ask_alike": viewer.may(May.PLAN_INSPECTION),
        "behalf": behalf,
        "late": behalf is not None and duties.overdue(behalf),
        "extension": extension,
        "decision": _decision(hazard, viewer, extension, bound),
        "where": " ".join(
            filter(None, [hazard.unit.title, hazard.department.title if hazard.department else "", _words(hazard)])
        ),
        "place": _place(hazard),
    }


def _words(hazard: Hazard) -> str:
    """Where it is, beyond what the name of the place says."""
    return "" if hazard.subject is not None and hazard.place == hazard.subject.name else hazard.place


def _place(hazard: Hazard) -> dict[str, str] | None:
    """The way to the place of the register."""
    if hazard.subject is None:
        return None
    return {"name": hazard.subject.name, "url": reverse("subject", args=[hazard.subject_id])}


def _standing(hazard: Hazard) -> ladder.Standing | None:
    """What burns stands on the urgent ladder, the rest on that of its term."""
    burning = climbing.burning(hazard)
    if burning is not None:
        return ladder.standing(burning)
    return ladder.standing(climbing.waiting_of(hazard)) if hazard.due and hazard.status not in STOPPED else None


def _acts(
    hazard: Hazard, viewer: Viewer, bound: forms.ActForm | None
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """What the viewer may do now, the next act first; and what the state allows but the viewer may not, with why."""
    offered, refused = [], []
    for name, (word, gate, form) in ACTS.items():
        may, why = asks(gate, viewer, hazard)
        if may:
            shown = bound if bound is not None and bound.name == name else form(hazard=hazard, viewer=viewer)
            word = _word(name, word, hazard)
            # What is done wants no next step: it may be opened again, and nobody is asked to.
            main = MAIN[Status(hazard.status)] == name and hazard.status != Status.CLOSED
            offered.append({
                "name": name, "word": word, "form": shown, "main": main, "is_open": main or shown.is_bound,
                "url": reverse(f"hazard-{name}", args=[hazard.uid]), "has_files": shown.is_multipart(),
            })  # fmt: skip
        elif name in STEP_OF and STATES.allowed(hazard.status, STEP_OF[name]) and _near(name, hazard):
            refused.append({"label": word, "reason": why})
    return sorted(offered, key=lambda one: not one["main"]), refused


def _near(name: str, hazard: Hazard) -> bool:
    """Only refusals of the next act are worth a line; the others would be noise."""
    return name == MAIN[Status(hazard.status)] or name == "closure"


def _word(name: str, word: str, hazard: Hazard) -> str:
    if name == "assignment" and hazard.status in (Status.ASSIGNED, Status.RECTIFYING):
        return "改派"
    if name == "grading" and hazard.grade:
        return "改等级"
    if name == "rectification":
        return "记录进展" if hazard.status == Status.RECTIFYING else "开始整改"
    return word


def _line(hazard: Hazard, viewer: Viewer, refusals: list[dict[str, str]]) -> dict[str, Any]:
    mine = Hazard.objects.filter(pk=hazard.pk).filter(turns.mine(viewer)).exists()
    facts = []
    if hazard.is_open:
        facts = [
            {"label": "轮到", "value": "我" if mine else turns.whose(hazard)},
            {"label": "下一步", "value": turns.NEXT_ACT[Status(hazard.status)]},
        ]
    else:
        facts = [_end_of(hazard)]
    line: dict[str, Any] = {"steps": steps(hazard), "facts": facts, "refusals": refusals}
    term = terms_of([hazard])[hazard.pk]
    if term.day:
        began = (hazard.assigned_at or hazard.reported_at).astimezone(clock.SHANGHAI).date()
        total, used = (term.day - began).days + 1, (clock.today() - began).days
        line |= {
            "due": term.day, "due_text": clock_of(term.day).full, "due_word": term.word, "days_total": max(1, total),
            "days_used": max(0, used), "days_over": max(0, (clock.today() - term.day).days),
        }  # fmt: skip
        if term.limit and not term.is_limit:
            facts.append({"label": "挂牌销号期限", "value": f"{isodate(term.limit)}，改好以后按它算"})
    return line


def _end_of(hazard: Hazard) -> dict[str, str]:
    if hazard.merged_into is not None:
        return {"label": "并入", "value": f"{hazard.merged_into.no}　{mmdd(hazard.merged_at)}"}
    return {"label": "销号", "value": f"{hazard.close_no}　{mmdd(hazard.closed_at)}"}


def _pairs(hazard: Hazard, files: list[Attachment]) -> list[dict[str, Any]]:
    """Photos before and after side by side; where one is missing, a framed gap says so."""
    images = [one for one in files if one.blob.is_image]
    before = [one for one in images if one.role == "before"]
    after = [one for one in images if one.role == "after"]
    scene = [one for one in images if one.role not in ("before", "after")]
    if not before and scene and (after or hazard.is_open):
        before, scene = scene[:1], scene[1:]  # what was found stands before what was mended
    pairs: list[dict[str, Any]] = []
    for at in range(max(len(before), len(after))):
        first, last = _at(before, at), _at(after, at)
        times = [one.received_at for one in (first, last) if one]
        pairs.append({
            "title": f"第 {at + 1} 处",
            "before": _photo(first, first.role_label if first else "整改前", hazard),
            "after": _photo(last, "整改后", hazard),
            "meta": " → ".join(f"{moment.astimezone(clock.SHANGHAI):%m-%d %H:%M}" for moment in times),
        })  # fmt: skip
    for at in range(0, len(scene), 2):
        pairs.append({
            "title": "现场", "before": _photo(scene[at], scene[at].role_label, hazard),
            "after": _photo(scene[at + 1], "现场", hazard) if at + 1 < len(scene) else None, "meta": "",
        })  # fmt: skip
    return pairs


def _at(files: list[Attachment], at: int) -> Attachment | None:
    return files[at] if at < len(files) else None


def _photo(one: Attachment | None, tag: str, hazard: Hazard) -> dict[str, str]:
    if one is None:
        return {"gap": f"还没有{tag}照片"}
    return {"url": one.thumb_url, "full_url": one.view_url, "tag": tag, "alt": f"{hazard.title}，{tag}，{one.name}"}


def _elements(hazard: Hazard) -> list[dict[str, Any]]:
    person, post = hazard.responsible, hazard.responsible_post
    who = f"{post.unit.title} {person.name}" if person and post else (person.name if person else "")
    more = [f"批准 {hazard.money_approved:,.2f} 元"] if hazard.money_approved is not None else []
    more += [f"已用 {hazard.money_spent:,.2f} 元"] if hazard.money_spent is not None else []
    money = "" if hazard.money is None else ("不用花钱" if not hazard.money else f"{hazard.money:,.2f} 元")
    plan = [hazard.plan] if hazard.plan else (["能立即整改，不另设预案"] if hazard.at_once and person else [])
    due = [f"{hazard.due:%Y-%m-%d}"] if hazard.due else []
    told = [*(["历史遗留"] if hazard.legacy else []), *(["申请延期时已逾期"] if hazard.late_before else [])]
    values: Mapping[str, tuple[list[str], str]] = {
        "责任": ([who] if who else [], f"{post.title}（整改）" if post else ""),
        "措施": ([hazard.measure] if hazard.measure else [], ""),
        "资金": ([money] if money else [], "，".join(more)),
        "时限": (due, "，".join(told)),
        "预案": (plan, f"整改前：{hazard.interim_measure}" if hazard.interim_measure else ""),
    }
    return [
        {"name": name, "progress": 1 if lines else 0, "kind": "", "lines": lines, "note": note}
        for name, (lines, note) in values.items()
    ]  # fmt: skip


def _clauses(hazard: Hazard) -> list[dict[str, Any]]:
    bases = hazard.bases.select_related("clause__document").order_by("clause__document", "clause__order")
    return [
        {
            "source": f"{one.clause.document.title} {one.clause.label}", "text": one.clause.text or one.clause.heading,
            "url": one.clause.document.get_absolute_url(), "unverified": bool(one.clause.review),
        }
        for one in bases
    ]  # fmt: skip


def _history(hazard: Hazard) -> list[dict[str, Any]]:
    # What a phone sent bears the uid of what it became: that it arrived is told in the outbox, not here.
    events = [one for one in audit.history(hazard.uid) if one.kind == Hazard.audit_kind]
    actors = people.who((one.actor, one.post) for one in events)
    return [
        {"at": one.at, "what": sentence(one), "who": str(actors[one.actor, one.post]), "why": one.why} for one in events
    ]


def _decision(hazard: Hazard, viewer: Viewer, extension: Any, bound: forms.ActForm | None) -> dict[str, Any] | None:
    if extension is None:
        return None
    extension.hazard = hazard
    may, why = asks(access.check_can_decide, viewer, extension)
    if not may:
        return {"refusal": why}
    form = bound if isinstance(bound, forms.DecisionForm) else forms.DecisionForm(hazard=hazard, viewer=viewer)
    return {"form": form, "url": reverse("hazard-decision", args=[hazard.uid, extension.uid])}
