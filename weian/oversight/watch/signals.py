"""What acts that are required anyway say about themselves: pure, each term with its reason in words.

No term proves anything. What crosses the threshold is only worth a second look by somebody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from math import floor, log2, log10
from statistics import median
from uuid import UUID

from weian.oversight.watch.acts import Act, Found, Numbers, Seen, Term, Where
from weian.oversight.watch.bursts import bursts


@dataclass(frozen=True)
class Scored:
    act: Act
    score: float
    terms: tuple[Term, ...] = field(default=())


def flagged(acts: Sequence[Act], numbers: Numbers, *, of: Iterable[UUID] | None = None) -> list[Scored]:
    """The acts (of those asked for) that are worth a second look, the strongest first: over the threshold by two terms
    at least. How many of them are told of, `room` says."""
    wanted = set(of) if of is not None else None
    over = [one for one in scored(acts, numbers) if one.score >= numbers.score and len(one.terms) > 1]
    over = [one for one in over if wanted is None or one.act.uid in wanted]
    return sorted(over, key=lambda one: (-one.score, str(one.act.uid)))


def room(acts: int, told: int, share: float) -> int:
    """How many of so many acts may still be flagged where `told` of them are: never more than `share` of them, and of
    few none. What is not used stays, as long as the acts count."""
    return max(0, floor(acts * share + 1e-9) - told)


def scored(acts: Sequence[Act], numbers: Numbers) -> list[Scored]:
    """Every own act with its terms and their weighted sum."""
    terms: dict[UUID, list[Term]] = defaultdict(list)
    ordered = sorted(acts, key=lambda act: (act.started, str(act.uid)))
    for judge in (_pace, _travel, _photos, _normal, bursts, _copied, _same_day, _contradicted):
        for uid, term in judge(ordered, numbers):
            value = round(min(term.value, numbers.caps.get(term.code, 1.0)), 3)
            if value > 0 and numbers.weights.get(term.code):
                terms[uid].append(Term(term.code, value, term.said))
    total = {uid: round(sum(numbers.weights[one.code] * one.value for one in those), 3) for uid, those in terms.items()}
    return [Scored(act, total.get(act.uid, 0.0), tuple(terms[act.uid])) for act in ordered if act.own]


def _by_person(acts: Iterable[Act]) -> dict[UUID, list[Act]]:
    found: dict[UUID, list[Act]] = defaultdict(list)
    for act in acts:
        found[act.person].append(act)
    return found


def _pace(acts: Sequence[Act], numbers: Numbers) -> Found:
    """Faster than half of what is usual, for others with the same checklist and for oneself."""
    by_sheet: dict[str, list[tuple[Act, float]]] = defaultdict(list)
    for act in acts:
        if act.sheet and act.pace is not None:
            by_sheet[act.sheet].append((act, act.pace))
    for known in by_sheet.values():
        of: dict[UUID, list[float]] = defaultdict(list)
        for act, pace in known:
            of[act.person].append(pace)
        peers = {
            person: [median(paces) for other, paces in of.items() if other != person and len(paces) >= 2]
            for person in of
        }
        own = {person: median(paces) for person, paces in of.items() if len(paces) >= numbers.peers}
        usual = {person: median(paces) for person, paces in peers.items() if len(paces) >= 2}
        for act, pace in known:
            for code, who, base in (("pace_peer", "同样的检查表，别人", usual), ("pace_own", "本人平时", own)):
                value = log2(base[act.person] / pace) - 1 if act.person in base else 0
                if value > 0:
                    said = f"每项用 {pace:.0f} 秒；{who}一般 {base[act.person]:.0f} 秒"
                    yield act.uid, Term(code, value, said)


def _travel(acts: Sequence[Act], numbers: Numbers) -> Found:
    """At two points at the same time, or from one place to another in no time."""
    for own in _by_person(acts).values():
        for before, after in pairwise(own):
            if before.subject is None or after.subject is None or before.subject == after.subject:
                continue
            gap = (after.started - before.ended).total_seconds()
            if gap < -5:  # rounding of the device
                yield after.uid, Term("travel", 2, f"上一处还没有查完（差 {-gap:.0f} 秒）就在这里开始了")
            elif before.place != after.place and gap < numbers.walk_seconds:
                yield after.uid, Term("travel", 1, f"从另一处走到这里只用了 {max(gap, 0):.0f} 秒")


def _photos(acts: Sequence[Act], numbers: Numbers) -> Found:
    """A photo that is nearly one of an earlier act, or of any act of another unit."""
    for act in acts:
        if act.seen:
            seen = max(act.seen, key=lambda one: one.where)
            yield act.uid, Term("photo", min(seen.where, 2), f"有照片和{_seen_at(seen)}的几乎一样")


def _seen_at(seen: Seen) -> str:
    if seen.where == Where.OTHER_UNIT or seen.on is None:
        return "另一家单位检查时传"
    words = "另一处" if seen.where == Where.OTHER_PLACE else "同一处先前"
    return f"{words}{seen.on.year}年{seen.on.month}月{seen.on.day}日"


def _normal(acts: Sequence[Act], numbers: Numbers) -> Found:
    """Nothing found so many times running, where others at the same point do find something."""
    at: dict[UUID, list[Act]] = defaultdict(list)
    for act in acts:
        if act.subject is not None:
            at[act.subject].append(act)
    for here in at.values():
        for person, own in _by_person(here).items():
            others = [act for act in here if act.person != person]
            if len(others) < numbers.peers:
                continue
            found = sum(bool(act.faults or act.wrong) for act in others)
            rate = (found + 0.5) / (len(others) + 1)
            run = 0
            for act in own:
                run = 0 if act.faults else run + 1
                value = -run * log10(1 - rate) - 2
                if run and value > 0:
                    said = f"在这里连续 {run} 次全部正常；别人在这里查 {len(others)} 次，{found} 次发现问题"
                    yield act.uid, Term("normal", value, said)


def _copied(acts: Sequence[Act], numbers: Numbers) -> Found:
    """The same sentence at other points, twice or more."""
    for own in _by_person(acts).values():
        where: dict[str, set[UUID | None]] = defaultdict(set)
        for act in own:
            for words in act.words:
                if len(words) >= numbers.same_words:
                    where[words].add(act.subject)
        for act in own:
            most = max((len(where[words] - {act.subject}) for words in act.words), default=0)
            if most >= 2:
                yield act.uid, Term("copied", most / 2, f"同样的话还写在另外 {most} 处")


def _same_day(acts: Sequence[Act], numbers: Numbers) -> Found:
    """All that somebody finds is put right the same day, where with others it is not."""
    people = _by_person(acts)
    fixed = {person: [one for act in own for one in act.fixed] for person, own in people.items()}
    for person, own in people.items():
        mine = fixed[person]
        others = [one for other, those in fixed.items() if other != person for one in those]
        if len(mine) < numbers.same_day or not all(mine) or len(others) < numbers.peers:
            continue
        rate = (sum(others) + 0.5) / (len(others) + 1)
        value = -len(mine) * log10(rate) - 2
        if value > 0:
            said = f"发现的 {len(mine)} 个问题全部当天改完；别人当天改完的约 {rate:.0%}"
            for act in own:
                if act.fixed:
                    yield act.uid, Term("same_day", value, said)


def _contradicted(acts: Sequence[Act], numbers: Numbers) -> Found:
    """Somebody else soon found wrong what was said to be right. Weighs more where they came from outside."""
    at: dict[UUID, list[Act]] = defaultdict(list)
    for act in acts:
        if act.subject is not None:
            at[act.subject].append(act)
    span = timedelta(days=numbers.contradicted_days)
    for here in at.values():
        for index, act in enumerate(here):
            for later in here[index + 1 :]:
                if later.started - act.ended > span:
                    break
                wrong = act.passed & later.faults or act.right & later.wrong
                if later.person != act.person and wrong:
                    who = "本单位另一人" if later.own else "上级或外单位"
                    said = f"{who}随后发现这里说正常的 {len(wrong)} 项不正常"
                    yield act.uid, Term("contradicted", len(wrong) * (1 if later.own else 1.5), said)
                    break
