"""The lot is fair, comes out the same everywhere, and whoever touches a record afterwards is found out."""

from __future__ import annotations

import copy
import itertools
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts import verify_draw
from weian.kernel import draw

VERIFIER = Path(verify_draw.__file__)
SECRETS = {"office": "七月流火九月授衣", "witness": "他山之石可以攻玉"}
MOMENTS = {
    "committed": "2026-11-22T01:00:00+00:00",
    "listed": "2026-11-22T01:05:00+00:00",
    "drawn": "2026-11-22T02:00:00+00:00",
}


def unit(key: str, **values: Any) -> dict[str, Any]:
    return {"key": key, "title": key, "group": "g", "weight": 1, "out": "", "barred": {}, **values}


def person(key: str, **values: Any) -> dict[str, Any]:
    return {"key": key, "skills": ["fire"], "weight": 1, "room": 3, "out": "", "barred": {}, **values}


def paper_of(units: list[dict[str, Any]], people: Sequence[dict[str, Any]] = (), **terms: Any) -> dict[str, Any]:
    told = {"what": "units", "quotas": {}, "needs": {}, **terms}
    return {"draw": "d", "terms": told, "units": units, "people": list(people)}


def record_of(paper: dict[str, Any]) -> dict[str, Any]:
    top = draw.root(paper)
    seed = draw.seed_of(top, SECRETS)
    said = {party: draw.commitment(paper["draw"], party, secret) for party, secret in SECRETS.items()}
    return {
        "paper": paper, "root": top, "commitments": said, "secrets": SECRETS, "seed": seed,
        "result": draw.draw(paper, seed), "moments": MOMENTS,
    }  # fmt: skip


keys = st.lists(st.text("abcdefgh甲乙丙", min_size=1, max_size=4), unique=True, min_size=1, max_size=9)


@st.composite
def papers(make: Any) -> dict[str, Any]:
    names = make(keys)
    units = [
        unit(
            one, group=make(st.sampled_from("gh")), weight=make(st.integers(1, 9)),
            out=make(st.sampled_from(["", "", "上一轮去过"])),
        )
        for one in names
    ]  # fmt: skip
    people = [
        person(
            f"p{at}", skills=make(st.lists(st.sampled_from(["fire", "gas"]), unique=True)),
            room=make(st.integers(0, 3)), barred=dict.fromkeys(make(st.lists(st.sampled_from(names))), "本单位"),
        )
        for at in range(make(st.integers(0, 5)))
    ]  # fmt: skip
    return paper_of(
        units, people, what=make(st.sampled_from(["units", "teams", "both"])),
        quotas={"g": make(st.integers(0, 5)), "h": make(st.integers(0, 3))},
        needs={"fire": make(st.integers(0, 2)), "": make(st.integers(0, 2))},
    )  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(papers())
def test_a_draw_keeps_all_its_terms_and_both_programs_agree(paper: dict[str, Any]) -> None:
    record = record_of(paper)
    result, terms = record["result"], paper["terms"]
    free = {one["key"]: one for one in paper["units"] if not one["out"]}
    chosen = result.get("units", list(free))
    assert len(set(chosen)) == len(chosen) and set(chosen) <= set(free)
    if terms["what"] != "teams":
        for group, n in terms["quotas"].items():
            there = sum(one["group"] == group for one in free.values())
            assert sum(free[key]["group"] == group for key in chosen) == min(n, there)
            assert result["short"].get(group, 0) == max(0, n - there)
    if terms["what"] != "units":
        people = {one["key"]: one for one in paper["people"]}
        for key, team in result["teams"].items():
            assert len(set(team)) == len(team)
            assert not [one for one in team if key in people[one]["barred"]]
            assert len(team) + sum(result["lacking"].get(key, {}).values()) == sum(terms["needs"].values())
        loads = Counter(itertools.chain(*result["teams"].values()))
        assert not [one for one, n in loads.items() if n > people[one]["room"]]
    assert list(draw.faults(record)) == []
    assert list(verify_draw.faults(json.loads(json.dumps(record)))) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(3, 10), st.integers(0, 99), st.data())
def test_nobody_checks_itself_nor_each_other_nor_what_is_barred(n: int, salt: int, data: st.DataObject) -> None:
    names = [f"u{at}" for at in range(n)]
    barred = [data.draw(st.lists(st.sampled_from(names), max_size=n)) for _ in names]
    units = [unit(one, barred=dict.fromkeys(those, "上一轮")) for one, those in zip(names, barred, strict=True)]
    paper = paper_of(units, what="pairs") | {"draw": str(salt)}
    ways = [
        dict(zip(names, way, strict=True)) for way in itertools.permutations(names)
        if all(b not in units[names.index(a)]["barred"] and a != b for a, b in zip(names, way, strict=True))
    ] if n <= 5 else None  # fmt: skip
    holding = None if ways is None else [way for way in ways if all(way[way[one]] != one for one in names)]
    try:
        record = record_of(paper)
    except draw.Infeasible as why:
        assert not holding
        if why.few:  # the reason is true: these have nowhere else to go
            assert len(why.few) > len(why.places)
            for one in why.few:
                assert set(names) - {one} - set(units[names.index(one)]["barred"]) <= set(why.places)
        return
    pairs = record["result"]["pairs"]
    assert sorted(pairs) == sorted(pairs.values()) == sorted(names)
    for one, to in pairs.items():
        assert one != to and pairs[to] != one and to not in units[names.index(one)]["barred"]
    assert list(draw.faults(record)) == [] == list(verify_draw.faults(record))


def test_a_tight_case_that_shuffling_would_miss_is_searched_and_both_programs_find_the_same() -> None:
    names = [f"u{at:02}" for at in range(14)]
    open_to = {one: {names[(at + 1) % 14], names[(at + 3) % 14]} for at, one in enumerate(names)}
    units = [unit(one, barred=dict.fromkeys(set(names) - open_to[one], "太远")) for one in names]
    record = record_of(paper_of(units, what="pairs"))
    assert all(to in open_to[one] for one, to in record["result"]["pairs"].items())
    assert list(verify_draw.faults(record)) == []


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_cannot_check_each_other(n: int) -> None:
    with pytest.raises(draw.Infeasible):
        record_of(paper_of([unit(f"u{at}") for at in range(n)], what="pairs"))


def chi_square(seen: Counter[Any], expected: dict[Any, float]) -> float:
    assert set(seen) <= set(expected)
    return sum((seen[key] - n) ** 2 / n for key, n in expected.items())


def test_each_has_the_chance_that_its_weight_gives() -> None:
    """Two of four by weights 1 2 3 4: ordered pairs against p(a)·p(b|a). 0.1 % bound of 11 degrees: 31.3."""
    weights = {"a": 1, "b": 2, "c": 3, "d": 4}
    rounds = 4_000
    seen = Counter(tuple(draw.Lot(f"seed {at}").pick(weights, 2)) for at in range(rounds))
    expected = {
        (one, two): rounds * weights[one] / 10 * weights[two] / (10 - weights[one])
        for one, two in itertools.permutations(weights, 2)
    }
    assert chi_square(seen, expected) < 31.3
    even = dict.fromkeys(expected, rounds / 12)
    assert chi_square(seen, even) > 31.3, "the bound tells weights from none"


def test_all_pairings_that_hold_are_equally_likely() -> None:
    """Four who may not turn back: 6 circles; 0.1 % bound of 5 degrees: 20.5."""
    paper = paper_of([unit(one) for one in "abcd"], what="pairs")
    seen = Counter(tuple(draw.draw(paper, f"seed {at}")["pairs"].values()) for at in range(600))
    assert len(seen) == 6
    assert chi_square(seen, dict.fromkeys(seen, 100.0)) < 20.5


def test_neither_party_alone_decides() -> None:
    """Over many secrets of one party, with those of the other fixed, each of ten is drawn alike (0.1 %, 9: 27.9)."""
    paper = paper_of([unit(f"u{at}") for at in range(10)], quotas={"g": 1})
    for party in draw.PARTIES:
        seeds = [draw.seed_of(draw.root(paper), SECRETS | {party: f"secret {at}"}) for at in range(1_000)]
        seen = Counter(draw.draw(paper, seed)["units"][0] for seed in seeds)
        assert chi_square(seen, {f"u{at}": 100.0 for at in range(10)}) < 27.9


@pytest.fixture(scope="module")
def true_record() -> dict[str, Any]:
    units = [unit(f"u{at}", group="gh"[at % 2], out="上一轮去过" if at == 5 else "") for at in range(8)]
    people = [person(f"p{at}", barred={f"u{at}": "本单位"}) for at in range(5)]
    return record_of(paper_of(units, people, what="both", quotas={"g": 2, "h": 2}, needs={"fire": 1}))


def tampered(record: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    def other(change: Any) -> dict[str, Any]:
        copied = copy.deepcopy(record)
        change(copied)
        return copied

    unseen = next(one["key"] for one in record["paper"]["units"] if one["key"] not in record["result"]["units"])
    first = record["result"]["units"][0]
    said = {"office": draw.commitment("d", "office", "换")}
    swapped = {"office": SECRETS["witness"], "witness": SECRETS["office"]}
    return [
        ("a unit is struck from the list", other(lambda r: r["paper"]["units"].pop())),
        ("a reason to leave out is added", other(lambda r: r["paper"]["units"][0].update(out="迁建"))),
        ("a weight is raised", other(lambda r: r["paper"]["units"][1].update(weight=2))),
        ("a quota is raised", other(lambda r: r["paper"]["terms"]["quotas"].update(g=3))),
        ("a recusal is forgotten", other(lambda r: r["paper"]["people"][0].update(barred={}))),
        ("a drawn unit is exchanged", other(lambda r: r["result"]["units"].__setitem__(0, unseen))),
        ("a team is exchanged", other(lambda r: r["result"]["teams"].update({first: ["p9"]}))),
        ("a secret is exchanged", other(lambda r: r["secrets"].update(witness="另一句话"))),
        ("secret and commitment", other(lambda r: (r["secrets"].update(office="换"), r["commitments"].update(said)))),
        ("the parties change places", other(lambda r: r["secrets"].update(swapped))),
        ("it is passed off as another draw", other(lambda r: r["paper"].update(draw="e"))),
        ("the seed is chosen", other(lambda r: r.update(seed="0" * 64))),
        ("the list came after the draw", other(lambda r: r["moments"].update(listed="2026-11-23T01:00:00+00:00"))),
        ("something is gone", other(lambda r: r.pop("commitments"))),
    ]  # fmt: skip


def test_every_change_of_a_record_is_found_by_both_programs(true_record: dict[str, Any], tmp_path: Path) -> None:
    assert list(draw.faults(true_record)) == []
    for name, record in tampered(true_record):
        assert list(draw.faults(record)), name
        try:
            assert list(verify_draw.faults(record)), name
        except KeyError:
            assert name == "something is gone"


def test_the_outside_program_runs_alone(true_record: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "record.json"

    def ran(*words: str) -> subprocess.CompletedProcess[str]:
        told = [sys.executable, "-I", str(VERIFIER), *words]
        return subprocess.run(told, cwd=tmp_path, capture_output=True, text=True, check=False)

    file.write_text(json.dumps(true_record, ensure_ascii=False), "utf-8")
    told = ran(str(file))
    assert (told.returncode, told.stdout) == (0, "名单、承诺、种子、结果和先后次序都对得上。\n")
    file.write_text(json.dumps(tampered(true_record)[0][1], ensure_ascii=False), "utf-8")
    assert ran(str(file)).returncode == 1
    file.write_text("{}", "utf-8")
    assert ran(str(file)).returncode == 2
