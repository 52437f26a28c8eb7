"""The list that a draw is made from, by rules that were fixed before anybody committed to a secret."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.experts import queries
from weian.ground.experts.models import Assignment, Draw, Expert
from weian.ground.experts.pack_schema import pools, term
from weian.ground.experts.states import DrawStatus
from weian.ground.experts.visited import visited
from weian.kernel import clock
from weian.kernel import draw as lots

MOST_UNITS, MOST_PAIRED, MOST_DRAWN = 5_000, 100, 500
EVEN, RESTED = "even", "rested"
# A list is tried out before it is fixed: the lot itself is cast later.
_TRIES = ("try", "try again", "try once more")
# A unit that was never drawn weighs as much as one that has rested so many half years.
LONGEST = 10


@dataclass(frozen=True)
class Pool:
    """How the list comes about. Plain JSON in the draw; units by uid.

    `groups`: number to be drawn for each territory (a commission); with the key "" over all of them together.
    `types`, `levels`: of the pool only these, where any are given.
    `units`: those taken, where the list is named and not found by pool (teams, pairs).
    `left_out`: unit → why; `kept_apart`: [one, other, why]; `needs`: skill → how many for each unit.
    """

    pool: str = "all"
    types: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    groups: Mapping[str, int] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    kept_apart: tuple[tuple[str, str, str], ...] = ()
    needs: Mapping[str, int] = field(default_factory=dict)
    weights: str = EVEN
    skip_visited: bool = True
    turn_back: bool = False

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def paper_of(draw: Draw) -> dict[str, Any]:
    """The list of a draw as of now. Raises Refused where nothing can be drawn from it."""
    pool = Pool(**draw.pool)
    # One group over all: each unit stands in it, whichever territory it is of.
    by_group = {"": tuple(pool.units)} if pool.units else _by_group(draw, pool)
    units = Unit.objects.current().filter(pk__in=[one for those in by_group.values() for one in those])
    found = {str(unit.pk): unit for unit in units.order_by("pos")}
    _check_size(draw, len(found))
    out = _left_out(draw, pool, found)
    weight = _weights(draw, pool, list(found.values()))
    lines = [
        {
            "key": key, "title": found[key].name, "group": group, "weight": weight.get(key, 1),
            "out": out.get(key, ""), "barred": {},
        }
        for group, keys in sorted(by_group.items()) for key in keys if key in found
    ]  # fmt: skip
    quotas = {} if draw.what in (Draw.What.TEAMS, Draw.What.PAIRS) else dict(pool.groups)
    needs = dict(pool.needs) if draw.what in (Draw.What.TEAMS, Draw.What.BOTH) else {}
    paper = {
        "draw": str(draw.pk), "terms": {"what": draw.what, "quotas": quotas, "needs": needs}, "units": lines,
        "people": _people(draw, list(found.values())) if needs else [],
    }  # fmt: skip
    _check(paper)
    return _apart(paper, draw, pool) if draw.what == Draw.What.PAIRS else paper


def _check_size(draw: Draw, n: int) -> None:
    if n > MOST_UNITS:
        raise Refused(f"名单有 {n} 家，一次最多 {MOST_UNITS} 家；请按县（市、区）分开抽。")
    wanted = sum(draw.pool["groups"].values())
    if wanted > MOST_DRAWN:
        raise Refused(f"一次最多抽 {MOST_DRAWN} 家，现在要抽 {wanted} 家。")
    if draw.what == Draw.What.PAIRS and n > MOST_PAIRED:
        raise Refused(f"一次最多给 {MOST_PAIRED} 家配对，现在 {n} 家。")


def _check(paper: Mapping[str, Any]) -> None:
    free = [one for one in paper["units"] if not one["out"]]
    if not free:
        raise Refused("按这些条件，名单里一家也没有：请换抽查池、县（市、区），或少排除几家。")
    if paper["terms"]["needs"] and not [one for one in paper["people"] if not one["out"]]:
        raise Refused("专家库里没有在任期内、还有余量的人，请先维护专家库。")


def _why_not(why: lots.Infeasible, titles: Mapping[str, str]) -> str:
    if len(titles) < 3:
        return f"只有 {len(titles)} 家，既不自查又不互相对查，至少要 3 家。"
    if not why.few:
        return "避开自查、对查和上一轮的配对后排不出来：请少排除几对，或允许与上一轮反向。"
    few, places = ("、".join(titles[one] for one in those) for those in (why.few, why.places))
    advice = "请少排除几对，或允许与上一轮反向。"
    if not why.places:
        return f"排不出来：{few}没有可以去的单位。{advice}"
    return f"排不出来：{few}这 {len(why.few)} 家只能去{places}这 {len(why.places)} 家。{advice}"


def _by_group(draw: Draw, pool: Pool) -> dict[str, tuple[str, ...]]:
    """The institutions of the pool by territory."""
    if pool.pool not in pools():
        raise Refused("抽查池里没有这一项，请重新选。")
    chosen = pools()[pool.pool]
    wanted = [Q(type__in=chosen.types)] if chosen.types else []
    wanted += [Q(grade__startswith=one) for one in chosen.grades]
    units = Unit.objects.current().institutions().filter(reduce(or_, wanted, Q()))
    units = units.filter(type__in=pool.types) if pool.types else units
    units = units.filter(level__in=pool.levels) if pool.levels else units
    office = draw.unit
    if "" in pool.groups:
        return {"": tuple(str(one) for one in units.under(office).order_by("pos").values_list("pk", flat=True))}
    found = {}
    for home in Unit.objects.current().under(office).filter(pk__in=list(pool.groups)).order_by("pos"):
        # The office itself as a territory is what it supervises directly.
        there = units.filter(parent=home) if home.pk == office.pk else units.under(home)
        found[str(home.pk)] = tuple(str(one) for one in there.order_by("pos").values_list("pk", flat=True))
    return found


def _left_out(draw: Draw, pool: Pool, found: Mapping[str, Unit]) -> dict[str, str]:
    out: dict[str, str] = {}
    if pool.skip_visited and draw.what != Draw.What.PAIRS:
        since = clock.today() - timedelta(days=term("visited").amount)
        days = visited([unit.pk for unit in found.values()], since)
        out = {str(unit): f"{day.month}月{day.day}日检查过" for unit, day in days.items()}
    if draw.after is not None and draw.what in (Draw.What.UNITS, Draw.What.BOTH):
        last = (draw.after.result or {}).get("units", ())
        out |= {key: f"上一轮已抽到：{draw.after.title}" for key in last if key in found}
    return out | {key: why for key, why in pool.left_out.items() if key in found}


def _weights(draw: Draw, pool: Pool, units: list[Unit]) -> dict[str, int]:
    """One, or the half years since the office last drew the unit, at most LONGEST."""
    if pool.weights != RESTED:
        return {}
    now, last = clock.now(), {}  # type: ignore[var-annotated]
    before = Draw.objects.filter(unit=draw.unit, status="drawn", what__in=["units", "both"])
    for at, result in before.order_by("drawn_at").values_list("drawn_at", "result"):
        last |= dict.fromkeys(result["units"], at)
    return {
        str(unit.pk): min(LONGEST, 1 + (now - last[str(unit.pk)]).days // 183) if str(unit.pk) in last else LONGEST
        for unit in units
    }


def _apart(paper: dict[str, Any], draw: Draw, pool: Pool) -> dict[str, Any]:
    """The list with who may not check whom: no pair of any round of the office that stands, none that it keeps apart.

    Where nothing holds any more the oldest round is released, then the next, and the list says so (`released`). The
    last round is never released. Raises Refused.
    """
    rounds = _rounds(draw, {one["key"] for one in paper["units"]})
    for n in range(len(rounds), min(1, len(rounds)) - 1, -1):
        barred = _barred(rounds[:n], pool)
        units = [{**one, "barred": barred.get(one["key"], {})} for one in paper["units"]]
        told = {**paper, "units": units}
        try:
            for seed in _TRIES:
                lots.draw(told, seed)
        except lots.Infeasible as why:
            last = why
            continue
        return told | {"released": [one.told for one in rounds[n:]]} if rounds[n:] else told
    raise Refused(_why_not(last, {one["key"]: one["title"] for one in paper["units"] if not one["out"]})) from last


@dataclass(frozen=True)
class _Round:
    """Pairs of an earlier round between units of this one."""

    told: Mapping[str, str]
    pairs: Mapping[str, str]


def _rounds(draw: Draw, here: Set[str]) -> list[_Round]:
    """All rounds of the office that were not voided, the last first: the one that was named, then the newest."""
    stood = Draw.objects.filter(unit=draw.unit, what=Draw.What.PAIRS, status=DrawStatus.DRAWN).exclude(pk=draw.pk)
    found = sorted(stood.order_by("-drawn_at").only("title", "drawn_at", "result"), key=lambda one: one != draw.after)
    rounds = [
        _Round(
            {"draw": str(one.pk), "title": one.title, "day": f"{one.drawn_at.astimezone(clock.SHANGHAI):%Y-%m-%d}"},
            {key: to for key, to in one.result["pairs"].items() if key in here and to in here},
        )
        for one in found
    ]  # fmt: skip
    return [one for one in rounds if one.pairs]


def _barred(rounds: Sequence[_Round], pool: Pool) -> dict[str, dict[str, str]]:
    """Who may not check whom: the pairs of these rounds, the last also turned back, and what the office keeps apart."""
    barred: dict[str, dict[str, str]] = defaultdict(dict)
    for one, to, why in pool.kept_apart:
        barred[one][to] = barred[to][one] = why
    for at, earlier in enumerate(rounds):
        for one, to in earlier.pairs.items():
            barred[one][to] = f"{earlier.told['day']} 配过" if at else "上一轮的配对"
            if not at and not pool.turn_back:
                barred[to].setdefault(one, "上一轮的配对，反向")
    return {key: dict(those) for key, those in barred.items()}


def _people(draw: Draw, units: list[Unit]) -> list[dict[str, Any]]:
    """By uid alone: names are read where the page is drawn."""
    day = clock.today()
    experts = list(queries.pool_of(draw.unit))
    load, away = queries.loads(experts), queries.barred(experts, units)
    return [
        {
            "key": str(one.pk), "skills": sorted(one.skills), "weight": 1, "barred": away[one.pk],
            "room": max(0, one.room - load.get(one.pk, 0)), "out": _out(one, load.get(one.pk, 0), day),
        }
        for one in sorted(experts, key=lambda one: str(one.pk))
    ]  # fmt: skip


def _out(one: Expert, load: int, day: Any) -> str:
    if not one.serves(day):
        return "不在任期内"
    return f"一年内已去 {load} 家，到上限" if load >= one.room else ""


def assigned(draw: Draw) -> list[Assignment]:
    """The rows of a result: who goes where."""
    teams: Mapping[str, list[str]] = (draw.result or {}).get("teams", {})
    return [
        Assignment(draw=draw, expert_id=UUID(one), target_id=UUID(unit), made_at=clock.now()).at(draw.unit)
        for unit, team in sorted(teams.items()) for one in sorted(team)
    ]  # fmt: skip
