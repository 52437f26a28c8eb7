"""One draw as its page draws it: how far it is, what it rests on, what came out, and whether it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.experts import access
from weian.ground.experts.forms import RulingForm, SecretForm, StandForm, VoidForm
from weian.ground.experts.models import Assignment, Draw, Expert, OpenedDraw, Stand
from weian.ground.experts.pack_schema import specialities
from weian.ground.experts.planned import planning_of
from weian.ground.experts.states import DrawStatus
from weian.kernel import draw as lots

# Longer lists are read in the file.
MOST_LINES = 300
STEPS = ("双方承诺", "公布名单", "亮出密语", "抽出")
DONE = {DrawStatus.PREPARED: 0, DrawStatus.LISTED: 2, DrawStatus.DRAWN: 4, DrawStatus.VOIDED: 4}


def context(
    drawn: Draw | None, opened: OpenedDraw | None, viewer: Viewer, forms: Mapping[str, Any], *, verify: bool
) -> dict[str, Any]:
    """All that `experts/draw.html` needs. A draw that was opened is shown as it was opened."""
    known = drawn or opened
    assert known is not None
    planning = planning_of(known.pk, viewer)
    record = opened.record if opened else drawn.record()  # type: ignore[union-attr]
    paper, result = record["paper"], record["result"]
    return {
        "menu_key": "draws",
        "known": known,
        "draw": drawn,
        "opened": opened,
        "what": Draw.What(known.what).label,
        "steps": _steps(drawn),
        "record": record,
        "is_drawn": bool(result),
        "secrets_shown": bool(record["seed"]),
        "groups": _groups(paper, result) if result and "units" in result else [],
        "pairs": _pairs(paper, result) if result and "pairs" in result else [],
        "teams": _teams(known.pk, paper, result, viewer) if result and "teams" in result else [],
        "list": _list(paper, result) if paper else None,
        "released": paper.get("released", []) if paper else [],
        "plans": planning.plans,
        "plan_url": planning.new_url
        if drawn and drawn.status == DrawStatus.DRAWN and drawn.unit_id == viewer.unit.pk else "",
        "verified": {"faults": list(lots.faults(record))} if verify and result else None,
        "stands": list(Stand.objects.filter(draw=opened).select_related("unit", "draw__unit").order_by("made_at"))
        if opened and known.what == Draw.What.PAIRS else [],
        **_acts(drawn, opened, viewer, forms),
    }  # fmt: skip


def _steps(drawn: Draw | None) -> list[dict[str, Any]]:
    done = DONE[DrawStatus(drawn.status)] if drawn else len(STEPS)
    return [{"word": word, "progress": 1 if at < done else 0, "is_here": at == done} for at, word in enumerate(STEPS)]


def _acts(
    drawn: Draw | None, opened: OpenedDraw | None, viewer: Viewer, forms: Mapping[str, Any]
) -> dict[str, Any]:  # fmt: skip
    """The forms that the viewer may fill in, and refusals of those that wait for somebody."""
    acts: dict[str, Any] = {"refusals": []}
    if drawn is not None:
        commits, _ = access.may(access.check_can_commit, viewer, drawn)
        tells, why_not = access.may(access.check_can_tell, viewer, drawn)
        if commits:
            acts["commit_form"] = forms.get("commitment") or SecretForm(commits=True)
        elif tells:
            acts["secret_form"] = forms.get("secret") or SecretForm()
        elif drawn.status in (DrawStatus.PREPARED, DrawStatus.LISTED):
            acts["refusals"].append({"label": "亮出密语", "reason": why_not})
        if access.may(access.check_can_void, viewer, drawn)[0]:
            acts["void_form"] = forms.get("voiding") or VoidForm()
        acts["may_open"] = access.may(access.check_can_open, viewer, drawn)[0]
        acts["may_draw_again"] = drawn.status == DrawStatus.VOIDED and drawn.unit_id == viewer.unit.pk
    if opened is not None:
        if access.may(access.check_can_take_stand, viewer, opened)[0]:
            acts["stand_form"] = forms.get("stand") or StandForm()
        acts["may_rule"] = access.can_draw(viewer)[0] and opened.unit_id == viewer.unit.pk
        acts["ruling_form"] = next(
            (form for name, form in forms.items() if name.startswith("ruling")), RulingForm(auto_id=False)
        )
    acts["failed"] = next(iter(forms.values()), None)
    return acts


def _titles(paper: Mapping[str, Any]) -> dict[str, str]:
    return {one["key"]: one["title"] for one in paper["units"]}


def _groups(paper: Mapping[str, Any], result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was drawn, territory by territory, with what was short."""
    home = {one["key"]: one["group"] for one in paper["units"]}
    names = {
        str(one.pk): one.title for one in Unit.objects.filter(pk__in=[key for key in paper["terms"]["quotas"] if key])
    }
    titles = _titles(paper)
    return [
        {
            "name": names.get(group, "全辖区"), "n": n, "short": result["short"].get(group, 0),
            "units": [titles[key] for key in result["units"] if home[key] == group],
        }
        for group, n in sorted(paper["terms"]["quotas"].items(), key=lambda pair: names.get(pair[0], ""))
    ]  # fmt: skip


def _pairs(paper: Mapping[str, Any], result: Mapping[str, Any]) -> list[dict[str, str]]:
    titles = _titles(paper)
    return [
        {"one": titles[one], "to": titles[to]}
        for one, to in sorted(result["pairs"].items(), key=lambda p: titles[p[0]])
    ]


def _changed(draw: UUID) -> dict[UUID, list[Assignment]]:
    """Who said what and who was drawn again, by unit; nothing where the viewer does not see the pool."""
    rows = Assignment.objects.filter(draw=draw).exclude(instead_of=None, answered_at=None, ended_at=None)
    found: dict[UUID, list[Assignment]] = {}
    for one in rows.select_related("expert__person").order_by("made_at", "uid"):
        found.setdefault(one.target_id, []).append(one)
    return found


def _teams(
    draw_uid: UUID, paper: Mapping[str, Any], result: Mapping[str, Any], viewer: Viewer
) -> list[dict[str, Any]]:  # fmt: skip
    """Names where the viewer sees the pool, with a link for its keeper; elsewhere how many."""
    keeps = access.can_draw(viewer)[0]
    keys = {UUID(one) for team in result["teams"].values() for one in team}
    known = {str(one.pk): one for one in Expert.objects.filter(pk__in=keys).select_related("person", "employer")}
    titles, skills = _titles(paper), specialities()
    changed = _changed(draw_uid)
    return [
        {
            "unit": titles[unit], "people": [
                (known[one], keeps and known[one].unit_id == viewer.unit.pk) for one in team if one in known
            ],
            "n": len(team), "changed": changed.get(UUID(unit), []),
            "lacking": [
                {"what": skills[skill].title if skill in skills else Expert.Kind(skill[1:]).label, "n": n}
                for skill, n in result["lacking"].get(unit, {}).items()
            ],
        }
        for unit, team in sorted(result["teams"].items(), key=lambda pair: titles[pair[0]])
    ]  # fmt: skip


def _list(paper: Mapping[str, Any], result: Mapping[str, Any] | None) -> dict[str, Any]:
    drawn = set((result or {}).get("units", ()))
    out = Counter(one["out"] for one in paper["units"] if one["out"])
    return {
        "lines": [{**one, "drawn": one["key"] in drawn} for one in paper["units"][:MOST_LINES]],
        "total": len(paper["units"]), "free": len(paper["units"]) - sum(out.values()),
        "more": max(0, len(paper["units"]) - MOST_LINES), "out": sorted(out.items()),
        "weighted": len({one["weight"] for one in paper["units"]}) > 1,
        "people": len(paper["people"]), "people_free": sum(not one["out"] for one in paper["people"]),
    }  # fmt: skip
