"""The page of a unit: what it is, what it was, what is planned for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weian.foundation.audit import api as audit
from weian.foundation.org.kinds import INSIDE
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.tree import access
from weian.foundation.tree.models import Act, Change
from weian.foundation.tree.states import ChangeState


@dataclass(frozen=True)
class Happened:
    """A line of the history (ui/parts/history.html)."""

    at: datetime
    what: str
    who: str
    why: str = ""
    url: str = ""


def history(unit: Unit) -> list[Happened]:
    """What became of the unit, and what came to it from others; newest first."""
    events = [event for event in audit.history(unit.uid) if event.chain == unit.uid and _words(event)]
    came = Change.objects.filter(other=unit, status=ChangeState.DONE).exclude(act=Act.CLOSE)
    came = came.select_related("unit", "asked_by__post__unit", "asked_by__person")
    names = people.who((event.actor, event.post) for event in events)
    lines = [Happened(e.at, _words(e), str(names[e.actor, e.post]), e.why) for e in events]
    for change in came:
        what = {
            Act.MOVE: f"{change.unit.name}归这里管", Act.MERGE: f"{change.unit.name}并入",
            Act.SPLIT: f"由{change.unit.name}分设",
        }.get(Act(change.act), "")  # fmt: skip
        if what and change.done_at:
            person = change.asked_by
            who = f"{person.post.unit.title} {person.post.title} {person.person.name}"
            lines.append(Happened(change.done_at, _dated(what, change.on.isoformat(), change.basis), who, change.why))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def acts_for(viewer: Viewer, unit: Unit) -> tuple[list[tuple[str, str]], str]:
    """The acts that the viewer's post may do here as (code, word); or none, and the sentence why."""
    try:
        access.check_can_change(viewer, unit)
    except Refused as refusal:
        return [], str(refusal)
    if unit.kind in INSIDE:
        return [(one.value, one.label) for one in Act if one != Act.SPLIT], ""
    return [(one.value, one.label) for one in Act], ""


def job(change: Change, poll_url: str) -> dict[str, Any]:
    """The state of a change, for ui/parts/job.html."""
    title = f"{change.unit.name}：{change.get_act_display()}"
    match change.status:
        case ChangeState.DONE:
            return {"title": title, "text": f"{change.outcome}随同 {change.rows} 条记录。"}
        case ChangeState.REFUSED:
            return {"title": title, "failed": True, "text": f"没办成：{change.outcome}"}
        case ChangeState.WITHDRAWN:
            return {"title": title, "text": "已撤回。"}
    return {
        "title": title,
        "poll_url": poll_url,
        "text": f"{change.rows} 条记录正在随同调整，办完或办不成都是整件事一起。",
    }


def _words(event: Any) -> str:
    facts = event.facts
    match event.verb:
        case "unit.added":
            return "设立"
        case "unit.renamed":
            what = f"原名{facts.get('was')}，改名{facts.get('now')}"
        case "unit.moved":
            what = f"曾隶属{_name(facts, 'from')}，改属{_name(facts, 'to')}"
        case "unit.merged":
            what = f"并入{_name(facts, 'to')}"
        case "unit.split":
            what = f"分设{_name(facts, 'to')}"
        case "unit.closed":
            what = f"停用，由{_name(facts, 'to')}接续" if facts.get("to") else "停用"
        case "unit.ended":
            what = "随上级停用"
        case _:
            return ""
    return _dated(what, facts.get("on", ""), facts.get("basis", ""))


def _dated(what: str, on: str, basis: str) -> str:
    return what + (f"，{on} 起" if on else "") + (f"，依据{basis}" if basis else "")


def _name(facts: Any, key: str) -> str:
    return str((facts.get(key) or {}).get("name", ""))
