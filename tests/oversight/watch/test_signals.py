"""Honest months are let alone, invented ones are noticed, every term says what it saw; pure, on generated months."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from math import inf
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
import yaml

from tests.oversight.watch.months import ITEMS, Months
from weian.oversight.watch.acts import Act, Numbers, Seen, Where
from weian.oversight.watch.estimate import Find, chapman, compared
from weian.oversight.watch.signals import flagged, scored

CONTENT = Path(__file__).parents[3] / "weian" / "content" / "watch" / "common"


def content() -> Numbers:
    terms = yaml.safe_load((CONTENT / "watch_term.yaml").read_text("utf-8"))
    rules = {one["code"]: one["amount"] for one in yaml.safe_load((CONTENT / "watch_rule.yaml").read_text("utf-8"))}
    plain = {key: rules[key] for key in Numbers.__dataclass_fields__ if key in rules}
    return Numbers({one["code"]: one["weight"] for one in terms}, {one["code"]: one["cap"] for one in terms}, **plain)


NUMBERS = content()


def said(acts: list[Act], act: Act) -> dict[str, str]:
    return {one.code: one.said for one in next(o for o in scored(acts, NUMBERS) if o.act.uid == act.uid).terms}


def test_of_honest_months_less_than_one_in_a_hundred_is_over_the_threshold_even_without_the_cap() -> None:
    acts, over = 0, 0
    for seed in range(8):
        month = Months(seed).honest()
        acts += len(month)
        over += len(flagged(month, NUMBERS))
    assert acts > 7_000
    assert over / acts <= 0.01, f"{over} of {acts}"


def test_invented_days_among_honest_ones_are_what_is_flagged() -> None:
    found = hit = 0
    for seed in range(4):
        months = Months(seed)
        invented = [act for day in (7, 16) for act in months.invented(months.people[0], day)]
        honest = [act for act in months.honest() if act.person != months.people[0] or act.started.day not in (8, 17)]
        flags = flagged(honest + invented, NUMBERS)
        names = {act.uid for act in invented}
        found += len(flags)
        hit += sum(one.act.uid in names for one in flags)
        assert flags and all(len(one.terms) > 1 and all(term.said for term in one.terms) for one in flags)
    assert hit / found > 0.9


@pytest.fixture
def month() -> tuple[Months, list[Act]]:
    months = Months(99)
    return months, months.honest()


def test_every_term_says_what_it_saw(month: tuple[Months, list[Act]]) -> None:
    months, acts = month
    one = next(act for act in acts if not act.faults and act.started.hour < 12)
    quick = replace(one, uid=uuid4(), ended=one.started + timedelta(seconds=8))
    assert said([*acts, quick], quick).keys() >= {"pace_peer", "pace_own"}
    elsewhere = replace(
        one,
        uid=uuid4(),
        subject=months.points[-1],
        place=months.points[-1],
        started=one.started + timedelta(seconds=10),
    )
    assert "还没有查完" in said([*acts, elsewhere], elsewhere)["travel"]
    again = replace(one, uid=uuid4(), seen=(Seen(Where.SAME_PLACE, date(2025, 1, 9)),))
    assert "同一处先前2025年1月9日" in said([*acts, again], again)["photo"]
    both = replace(again, seen=(*again.seen, Seen(Where.OTHER_UNIT)))
    assert said([*acts, both], both)["photo"] == "有照片和另一家单位检查时传的几乎一样", "and nothing else of it"
    same = [
        replace(one, uid=uuid4(), subject=point, words=("各项设施完好，一切正常。",)) for point in months.points[:3]
    ]
    assert "另外 2 处" in said([*acts, *same], same[0])["copied"]
    outside = replace(
        one, uid=uuid4(), person=uuid4(), own=False, faults=frozenset(ITEMS[:2]), started=one.ended + timedelta(hours=3)
    )
    assert "2 项不正常" in said([*acts, outside], one)["contradicted"]
    assert outside.uid not in {found.act.uid for found in scored([*acts, outside], NUMBERS)}, "only own acts are judged"
    much_later = replace(outside, started=one.ended + timedelta(days=9))
    assert "上级" not in said([*acts, much_later], one).get("contradicted", "")


def test_nothing_found_for_long_says_something_only_where_others_do_find() -> None:
    months = Months(5, people=3, points=1, days=90)
    point, me = months.points[0], months.people[0]
    months.rate[point] = 0.3
    others = [act for act in months.honest() if act.person != me]
    never = [replace(act, uid=uuid4(), person=me, faults=frozenset(), passed=frozenset(ITEMS)) for act in others[:40]]
    assert "全部正常" in said([*others, *never], never[-1])["normal"]
    quiet = [replace(act, faults=frozenset(), passed=frozenset(ITEMS)) for act in others]
    assert "normal" not in said([*quiet, *never], never[-1])


def test_all_put_right_the_same_day_says_something_only_where_others_are_not() -> None:
    months = Months(6, people=3, points=1)
    me, acts = months.people[0], [act for act in months.honest() if act.faults]
    acts = [replace(act, uid=uuid4(), fixed=(act.person == me,)) for _ in range(6) for act in acts]
    mine = next(act for act in acts if act.person == me)
    assert "全部当天改完" in said(acts, mine)["same_day"]
    assert "same_day" not in said([replace(act, fixed=(True,)) for act in acts], mine)


def test_one_term_alone_never_flags() -> None:
    months = Months(1, people=3)
    acts = months.honest()
    one = acts[0]
    loud = replace(NUMBERS, weights={"travel": 99.0}, caps={"travel": 2.0})
    elsewhere = replace(
        one, uid=uuid4(), subject=months.points[-1], place=None, started=one.started + timedelta(seconds=5)
    )
    assert max(found.score for found in scored([*acts, elsewhere], loud)) > loud.score
    assert flagged([*acts, elsewhere], loud) == []


def test_what_is_unfound_is_estimated_with_an_interval_that_holds() -> None:
    """Of 200 things two look for, independently, with chances 0.6 and 0.5: about 95 of 100 intervals hold the truth."""
    dice, held, errors = Random(3), 0, 0.0
    for _ in range(400):
        seen = Counter((dice.random() < 0.6, dice.random() < 0.5) for _ in range(200))
        both, own, other = seen[True, True], seen[True, False], seen[False, True]
        told = chapman(own + both, other + both, both)
        held += told.low <= seen[False, False] <= told.high
        errors += told.unfound - seen[False, False]
    assert 0.92 <= held / 400 <= 0.99
    assert abs(errors / 400) < 2
    with pytest.raises(ValueError, match="more in both"):
        chapman(1, 1, 2)
    assert chapman(0, 0, 0).unfound == 0 and chapman(5, 5, 5).unfound == 0


def test_that_others_found_nothing_new_does_not_say_that_nothing_is_left() -> None:
    """Of 12 things nearly all are known: the interval is not a point, and still holds."""
    dice, held, asked = Random(4), 0, 0
    for _ in range(600):
        seen = Counter((dice.random() < 0.9, dice.random() < 0.5) for _ in range(12))
        both = seen[True, True]
        told = chapman(both + seen[True, False], both + seen[False, True], both)
        if both >= 5:
            asked += 1
            held += round(told.low) <= seen[False, False] <= round(told.high)
    assert asked > 300 and held / asked >= 0.95
    told = chapman(8, 6, 6)
    assert (told.unfound, told.low) == (0, 0) and 6 < told.high < 7
    assert chapman(3, 0, 0).high == inf


def test_only_what_both_could_find_is_compared() -> None:
    def find(day: int, own: bool, spot: str = "", until: int = 0, **said: UUID) -> Find:
        return Find(
            uuid4(), own, date(2026, 10, day), ("exit_sign", spot), date(2026, 10, until) if until else None,
            **{word: frozenset({uid}) for word, uid in said.items()},
        )  # fmt: skip

    def counts(finds: list[Find]) -> tuple[int, int, int]:
        told = compared(finds).estimate
        return told.own, told.other, told.both

    known, visit = find(1, True, "东梯"), find(9, False, "东梯")
    assert counts([known, visit]) == (1, 1, 1)
    assert counts([known, visit, find(2, True, "西梯", until=8)]) == (1, 1, 1), "put right before they came"
    assert counts([known, visit, find(2, True, "西梯", until=9)]) == (2, 1, 1), "still there on that day"
    assert counts([known, visit, find(10, True, "北梯")]) == (1, 1, 1), "found after they had left"
    assert counts([visit, find(12, True, "东梯")]) == (0, 1, 0), "told by others is no find of its own"
    assert counts([known, find(9, False, "东梯", other=known.uid)]) == (1, 1, 0), "somebody said: not the same"
    assert counts([known, find(9, False, "东侧楼梯", same=known.uid)]) == (1, 1, 1), "somebody said: the same"
    assert counts([find(1, True), find(9, False)]) == (1, 1, 0), "without a place nothing is the same"
    gone = find(1, True, "东梯", until=3)
    assert counts([gone, visit]) == (0, 1, 0), "it was put right and came back"
