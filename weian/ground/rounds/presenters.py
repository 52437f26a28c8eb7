"""Rounds in words: a line of a list, the sources, the views of the page, what a place shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Viewer
from weian.foundation.people.models import Appointment
from weian.foundation.people.roles import WHOLE_UNIT
from weian.ground.checklists import api as checklists
from weian.ground.registry import api as registry
from weian.ground.registry.api import Kind
from weian.ground.registry.models import Subject
from weian.ground.rounds import boards
from weian.ground.rounds.book import Book
from weian.ground.rounds.judging import WORDS, State
from weian.ground.rounds.models import OwnRule, Visit
from weian.ground.rounds.pack_schema import DOERS, EVERY
from weian.ground.rounds.queries import Round, judged, standings
from weian.ground.rounds.strictness import Claim, Kept
from weian.ground.rounds.windows import Window
from weian.kernel import clock

LEGEND = [(boards.SIGNS[one], WORDS[one]) for one in boards.GRAVEST if one != State.AHEAD]


def line(one: Round) -> dict[str, Any]:
    """One round in a list."""
    claim, told = one.due.kept.claim, one.judged
    return {
        "subject": one.subject, "window": when(one.due.window), "how_often": often(claim), "word": told.word,
        "state": str(told.state), "is_done": told.state == State.DONE, "is_missed": one.is_missed,
        "progress": 1 if told.state == State.DONE else told.made / told.wanted, "made": told.made,
        "wanted": told.wanted, "doer": DOERS[claim.doer] if claim.doer != "own" else "", "late": told.late,
        "fast": len(told.fast), "fresh": one.due.fresh, "source": source(claim),
        "others": [*map(source, one.due.kept.others)],
        "unverified": not claim.verified, "contractor": one.subject.contractor if one.subject.contractor_id else None,
    }  # fmt: skip


def with_keepers(found: Sequence[Round]) -> list[dict[str, Any]]:
    """Missed rounds with the people who look after the points; one question for all posts."""
    posts = {one.subject.post_id for one in found if one.subject.post_id}
    names: dict[UUID | None, list[str]] = {}
    for held in Appointment.objects.on(clock.today()).filter(post__in=posts).select_related("person"):
        names.setdefault(held.post_id, []).append(held.person.name)
    return [{**line(one), "keeper": "、".join(names.get(one.subject.post_id, []))} for one in found]


def when(window: Window) -> str:
    """全天, 08:00–16:00, 第几周 …"""
    if window.every == "day":
        return "当天"
    if window.every == "week":
        return f"{window.day:%m-%d} 至 {window.last_day:%m-%d}"
    if window.every == "month":
        return f"{window.day.month}月"
    next_day = "次日 " if window.end.date() > window.day and window.end.hour + window.end.minute else ""
    end = "24:00" if not next_day and window.end.date() > window.day else f"{next_day}{window.end:%H:%M}"
    return f"{window.begin:%H:%M} 至 {end}"


def often(claim: Claim) -> str:
    return _often(claim.every, claim.times)


def _often(every: str, times: int) -> str:
    return EVERY[every] + (f" {times} 次" if times > 1 else "")


def source(claim: Claim) -> str:
    clause = f"“{claim.clause}”" if claim.clause else ""
    return f"{_named(claim.source)}{clause}，{often(claim)}" + (
        "" if claim.verified or "默认" in claim.source else "（待核）"
    )


def _named(source: str) -> str:
    """Where no document asks it, the content does, and says so in words."""
    return "系统默认的要求" if source == "默认" else source


def rules(book: Book) -> list[dict[str, Any]]:
    """The content in force today."""
    titles = _titles()
    return [
        {
            "title": one.entry.title, "often": _often(one.entry.every, one.entry.times),
            "marks": "、".join(titles.get(mark, mark) for mark in one.entry.tags), "doer": DOERS[one.entry.doer],
            "season": f"{one.entry.season.start} 至 {one.entry.season.end}" if one.entry.season else "全年",
            "source": _named(one.entry.source), "clause": one.entry.clause, "verified": one.entry.verified,
        }
        for one in book.rules
        if one.holds(clock.today())
    ]  # fmt: skip


def own_rules(found: Iterable[OwnRule]) -> list[dict[str, Any]]:
    rows = list(found)
    return [
        {"rule": one, "of": of, "doer": DOERS[one.doer], "often": _often(one.every, one.times)}
        for one, of in zip(rows, titles_of(rows), strict=True)
    ]


def titles_of(found: Iterable[OwnRule]) -> list[str]:
    """Of what kinds of places, or of which one, some rules speak."""
    titles = _titles()
    return [titles.get(one.mark, one.mark) or str(one.subject) for one in found]


def views(viewer: Viewer, here: str, unit: Unit | None) -> list[dict[str, Any]]:
    """The tabs: what a post has to do, what a desk looks over."""
    query = "?" + urlencode({"unit": str(unit.pk)}) if unit is not None and unit.pk != viewer.unit.pk else ""
    wide = viewer.post.post_class in WHOLE_UNIT
    shown: list[tuple[str, str, str]] = []
    if viewer.is_commission:
        shown += [("units", "各单位", ""), ("sites", "两级检查的场所", "")]
    else:
        shown.append(("mine", "我的点位", ""))
    if wide and (query or not viewer.is_commission):
        shown += [("day", "当天", query), ("month", "月历", query), ("missed", "缺查", query)]
    if wide:
        shown += [] if viewer.is_commission else [("sites", "两级检查的场所", "")]
        shown.append(("rules", "频次和依据", ""))
    return [{"label": title, "url": reverse(f"rounds-{key}") + q, "is_here": key == here} for key, title, q in shown]


def card(subject: Subject, viewer: Viewer, token: str) -> dict[str, Any] | None:
    """What the page of a place shows of its rounds: what is asked, how today stands, the last visits."""
    book = Book([subject.unit])
    today = judged(book, [subject], clock.today(), clock.today())
    rolling = [
        {
            "doer": DOERS[one.doer], "last": one.last, "until": one.until, "late": one.overdue_days,
            "often": often(one.kept.claim),
        }
        for one in standings(book, [subject])
    ]  # fmt: skip
    visits = list(Visit.objects.filter(subject=subject).select_related("person").order_by("-seen_at")[:10])
    served = _served(subject)
    may_note = bool(token) and subject.kind == Kind.POINT and subject.is_in_use
    may_note = may_note and not checklists.wants_readings(subject)
    if not (today or rolling or visits or served or may_note):
        return None
    return {
        "lines": [line(one) for one in today], "rolling": rolling, "visits": visits, "subject": subject, "scan": token,
        "may_note": may_note, "served": served,
        "may_write": viewer.may(May.INSPECT) and not viewer.is_commission,
    }  # fmt: skip


def told(visit: Visit) -> str:
    """How the rounds that a visit is of stand after it, as a sentence for whoever was there."""
    subject, now = visit.subject, clock.now()
    book = Book([subject.unit])
    found = [
        one for one in judged(book, [subject], clock.today() - timedelta(days=1), clock.today(), now)
        if one.due.window.holds(now) and one.due.kept.claim.doer == visit.doer
    ]  # fmt: skip
    said = [
        f"巡查（{when(one.due.window)}）{one.judged.word}"
        + (f" {one.judged.made}/{one.judged.wanted}" if one.judged.wanted > 1 else "")
        + ("：没有在现场扫码，这次不算" if one.due.kept.claim.scan and not visit.scanned else "")
        + ("" if visit.whole else "：没有按检查表读数，这次不算")
        for one in found
    ]
    said += [f"{one.until:%Y-%m-%d} 前再来查" for one in standings(book, [subject]) if one.doer == visit.doer]
    return ("；".join(said) or "这里没有规定巡查频次，到场已记") + "。"


def asked(kept: Kept) -> list[str]:
    """The sources of what is asked, the strictest first."""
    return [source(one) for one in kept.sources]


def _served(subject: Subject) -> boards.Served | None:
    if subject.kind != Kind.PARTY:
        return None
    today = clock.today()
    return boards.served_by(subject, today.replace(day=1), today)


def _titles() -> dict[str, str]:
    found = {code: one.title for code, one in registry.subject_types().items()}
    return found | {code: one.title for code, one in registry.place_tags().items()}
