"""A draw by lot that anybody can check afterwards. Integers and SHA-256 only: every machine gets the same result.

Two parties each show the digest of a secret (the commitment). Then the list is frozen and its digest shown (the root).
Then both tell their secrets; the seed is the digest of root and secrets. Who makes the list does not know the other's
secret, who knows a secret can no longer change the list. `scripts/verify_draw.py` does the same without WeiAn.

The list is a *paper*, plain JSON: `draw` its uid, `terms` {what, quotas, needs}, `units` and `people`.
A unit: key, title, group, weight, out (why it is left out, or ""), barred {unit that it may not check: why}.
A person: key, skills, weight, room (how many units at most), out, barred {unit: why}.
`terms.what`: units (drawn by quotas of groups), teams (for all units listed), both, pairs (who checks whom).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

VERSION = "weian-draw-1"
OFFICE, WITNESS = PARTIES = ("office", "witness")
WHATS = ("units", "teams", "both", "pairs")
Paper = Mapping[str, Any]

_SPACE = 2**256
# Whole shuffles first: all pairings that hold are then equally likely. A tight case is searched instead.
_SHUFFLES, _STEPS = 1_000, 2_000


class Infeasible(ValueError):
    """No pairing holds: `few` can only go to `places`, which are fewer. Both empty: turning back is the trouble."""

    def __init__(self, few: Sequence[str] = (), places: Sequence[str] = ()) -> None:
        super().__init__(f"{len(few)} go to {len(places)}")
        self.few, self.places = sorted(few), sorted(places)


def canonical(value: Any) -> bytes:
    """UTF-8 JSON, keys sorted, no blanks: the form in which all digests are made."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(*parts: Any) -> str:
    return hashlib.sha256(canonical([VERSION, *parts])).hexdigest()


def commitment(draw: str, party: str, secret: str) -> str:
    """What a party shows before it tells its secret; good for this draw and this party only."""
    return digest("commitment", draw, party, secret)


def root(paper: Paper) -> str:
    return digest("root", paper)


def seed_of(root_: str, secrets: Mapping[str, str]) -> str:
    return digest("seed", root_, *(secrets[party] for party in PARTIES))


class Lot:
    """Numbers out of a seed; another label gives others."""

    def __init__(self, seed: str, *label: str) -> None:
        self._seed, self._label, self._n = seed, label, 0

    def below(self, size: int) -> int:
        """Each of 0 … size-1 equally likely: what would favour the small ones is thrown away."""
        while True:
            number = int(digest("number", self._seed, *self._label, self._n), 16)
            self._n += 1
            if number < _SPACE - _SPACE % size:
                return number % size

    def pick(self, weights: Mapping[str, int], n: int) -> list[str]:
        """At most `n` keys one after the other, each by its share of the weight that is left."""
        left = dict(sorted(weights.items()))
        drawn: list[str] = []
        while left and len(drawn) < n:
            at = self.below(sum(left.values()))
            for key, weight in left.items():
                at -= weight
                if at < 0:
                    drawn.append(key)
                    del left[key]
                    break
        return drawn

    def shuffled(self, keys: Sequence[str]) -> list[str]:
        mixed = sorted(keys)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed


def draw(paper: Paper, seed: str) -> dict[str, Any]:
    """The result, plain JSON: units, teams, pairs and what came out short. Raises Infeasible."""
    what = paper["terms"]["what"]
    result: dict[str, Any] = {}
    if what == "pairs":
        return {"pairs": _pairs(seed, paper["units"])}
    chosen = [one["key"] for one in paper["units"] if not one["out"]]
    if what != "teams":
        chosen, result["short"] = _units(seed, paper)
        result["units"] = chosen
    if what != "units":
        result["teams"], result["lacking"] = _teams(seed, paper, chosen)
    return result


def _units(seed: str, paper: Paper) -> tuple[list[str], dict[str, int]]:
    drawn, short = [], {}
    for group, n in sorted(paper["terms"]["quotas"].items()):
        there = {one["key"]: one["weight"] for one in paper["units"] if one["group"] == group and not one["out"]}
        found = Lot(seed, "units", group).pick(there, n)
        drawn += found
        if len(found) < n:
            short[group] = n - len(found)
    return drawn, short


def _teams(seed: str, paper: Paper, units: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, dict[str, int]]]:
    """For every unit in turn, for every skill so many people who are not barred there and still have room."""
    room = {one["key"]: one["room"] for one in paper["people"] if not one["out"]}
    teams: dict[str, list[str]] = {}
    lacking: dict[str, dict[str, int]] = {}
    for unit in sorted(units):
        team = teams.setdefault(unit, [])
        for skill, n in sorted(paper["terms"]["needs"].items()):
            free = {
                one["key"]: one["weight"] for one in paper["people"]
                if room.get(one["key"], 0) > 0 and one["key"] not in team and unit not in one["barred"]
                and (not skill or skill in one["skills"])
            }  # fmt: skip
            found = Lot(seed, "team", unit, skill).pick(free, n)
            team += found
            for key in found:
                room[key] -= 1
            if len(found) < n:
                lacking.setdefault(unit, {})[skill] = n - len(found)
    return teams, lacking


def _pairs(seed: str, units: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Who checks whom: everybody checks one and is checked by one, never itself, never each other, nothing barred."""
    barred = {one["key"]: set(one["barred"]) | {one["key"]} for one in units if not one["out"]}
    members = sorted(barred)
    _check_places(members, barred)
    lot = Lot(seed, "pairs")
    for _ in range(_SHUFFLES):
        found = dict(zip(members, lot.shuffled(members), strict=True))
        if all(to not in barred[one] and found[to] != one for one, to in found.items()):
            return found
    return _searched(members, barred, lot.shuffled(members))


def _check_places(members: Sequence[str], barred: Mapping[str, set[str]]) -> None:
    """Raise Infeasible with whom it fails for, where some units together have too few to go to (Hall)."""
    taken: dict[str, str] = {}

    def seat(one: str, seen: set[str]) -> bool:
        for to in members:
            if to not in barred[one] and to not in seen:
                seen.add(to)
                if to not in taken or seat(taken[to], seen):
                    taken[to] = one
                    return True
        return False

    for one in members:
        seen: set[str] = set()
        if not seat(one, seen):
            raise Infeasible([one, *(taken[to] for to in seen)], list(seen))


def _searched(members: Sequence[str], barred: Mapping[str, set[str]], order: Sequence[str]) -> dict[str, str]:
    """Depth first, the unit with the fewest places first. Raises Infeasible when nothing holds, or after _STEPS."""
    found: dict[str, str] = {}
    steps = 0

    def open_to(one: str) -> list[str]:
        used = set(found.values())
        return [to for to in order if to not in used and to not in barred[one] and found.get(to) != one]

    def place() -> bool:
        nonlocal steps
        steps += 1
        if steps > _STEPS:
            raise Infeasible
        waiting = [one for one in members if one not in found]
        if not waiting:
            return True
        places = {one: open_to(one) for one in waiting}
        one = min(waiting, key=lambda key: (len(places[key]), key))
        for to in places[one]:
            found[one] = to
            if place():
                return True
            del found[one]
        return False

    if not place():
        raise Infeasible
    return found


def faults(record: Mapping[str, Any]) -> Iterator[str]:
    """What does not hold in a published record, in words; nothing for a true one.

    `record`: paper, root, commitments, secrets, seed, result, and the moments committed, listed, drawn.
    """
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("名单和公布的名单摘要对不上。", lambda: root(record["paper"]) == record["root"]),
        *[(f"{name}亮出的密语和事前的承诺对不上。", _kept(record, party)) for party, name in NAMES.items()],
        (
            "种子不是由名单摘要和两份密语算出来的。",
            lambda: seed_of(record["root"], record["secrets"]) == record["seed"],
        ),
        ("按种子重新抽一次，结果和记录不同。", lambda: draw(record["paper"], record["seed"]) == record["result"]),
        ("先后次序不对：承诺在先，公布名单在后，最后抽取。", lambda: _in_order(record["moments"])),
    ]
    for sentence, holds in checks:
        try:
            good = holds()
        except (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError):
            good = False
        if not good:
            yield sentence


NAMES = {OFFICE: "组织方", WITNESS: "见证方"}


def _kept(record: Mapping[str, Any], party: str) -> Callable[[], bool]:
    return lambda: bool(
        commitment(record["paper"]["draw"], party, record["secrets"][party]) == record["commitments"][party]
    )


def _in_order(moments: Mapping[str, str]) -> bool:
    """ISO moments in UTC compare as text."""
    return "" < moments["committed"] <= moments["listed"] <= moments["drawn"]
