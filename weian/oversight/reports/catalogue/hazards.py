"""隐患: open, overdue, closed, by the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date, timedelta

from django.db.models import F, Q
from django.urls import reverse

from weian.foundation.org.models import PositionedQuerySet
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Hazard
from weian.oversight.reports.catalogue.asking import Asked, Conditions, Entry, Source, first_of_year, key_of
from weian.oversight.reports.measured import Measure, Row, Unmeasurable
from weian.oversight.reports.models import HazardStanding
from weian.oversight.reports.standing import Kept

Status = hazards.Status
OPEN = Q(status__in=hazards.OPEN)
CLOSED = Q(status=Status.CLOSED)
MAJOR = Q(grade=hazards.Grade.MAJOR)
RUNNING = Q(status__in=hazards.RUNNING)
# What is put right on the spot has no term to keep; its verification comes later by nature.
WITH_TERM = Q(on_the_spot=False)
UNGRADED = "none"
# code: (title, from day, to day) since it was found
AGES: dict[str, tuple[str, int, int | None]] = {
    "0-7": ("0–7 天", 0, 7), "8-15": ("8–15 天", 8, 15), "16-30": ("16–30 天", 16, 30), "31-60": ("31–60 天", 31, 60),
    "60+": ("60 天以上", 61, None),
}  # fmt: skip
# What figures are called by, in the words of the field.
_GRADES = {str(one.value): str(one.label) for one in hazards.Grade} | {UNGRADED: "未定级"}
_STATES = {str(one.value): str(one.label) for one in Status}
_MODES = {str(one.value): str(one.label) for one in hazards.Mode}


def _all(rows: PositionedQuerySet, asked: Asked) -> PositionedQuerySet:
    """All but those that were merged into another, which count there, and those that are no production safety."""
    return rows.exclude(status=Status.MERGED).exclude(domain__in=sorted(hazards.domains_apart()))


def _open(rows: PositionedQuerySet, asked: Asked) -> PositionedQuerySet:
    """What is not done yet: a part that an index holds alone, so that the years behind it cost nothing."""
    return _all(rows, asked).filter(OPEN)


def _found(rows: PositionedQuerySet, asked: Asked) -> PositionedQuerySet:
    return _all(rows, asked).filter(found_since(asked))


def _row(hazard: Hazard) -> Row:
    grade = hazard.get_grade_display() if hazard.grade else "未定级"
    due = f"，期限 {hazard.due.isoformat()}" if hazard.due else ""
    return Row(
        hazard.title, f"{grade}，{hazard.found_on.isoformat()} 发现{due}", hazard.unit.title,
        reverse("hazard", args=[hazard.pk]), hazard.get_status_display(), key_of(hazard.org_pos, hazard.pk),
        hazards.ring_of(hazard)[0],
    )  # fmt: skip


def overdue(asked: Asked) -> Q:
    """Still to be put right, past its deadline; the deadline's own day belongs to the term."""
    return Hazard.objects.is_overdue(asked.on)


def found_since(asked: Asked) -> Q:
    return Q(found_on__gte=asked.since, found_on__lte=asked.on)


def _due_since(asked: Asked) -> Q:
    return Q(due__gte=asked.since, due__lte=asked.on)


def age(code: str, asked: Asked) -> Q:
    """Found so many days before. Raises Unmeasurable for an unknown bucket."""
    if code not in AGES:
        raise Unmeasurable("没有这一段时长。")
    _, least, most = AGES[code]
    newest = Q(found_on__lte=asked.on - timedelta(days=least)) if least else Q()
    return newest & Q(found_on__gte=asked.on - timedelta(days=most)) if most else newest


def _narrowing(asked: Asked) -> Q:
    """By `grade`, `status` (several with commas), `age`, `mode`. Raises Unmeasurable for unknown ones."""
    got, narrowed = asked.parameters, Q()
    if wanted := got.get("grade"):
        _known(wanted, _GRADES, "没有这一等级。")
        narrowed &= Q(grade="" if wanted == UNGRADED else wanted)
    if wanted := got.get("status"):
        states = wanted.split(",")
        for state in states:
            _known(state, _STATES, "没有这一状态。")
        narrowed &= Q(status__in=states)
    if wanted := got.get("mode"):
        _known(wanted, _MODES, "没有这一发现方式。")
        narrowed &= Q(found_mode=wanted)
    return narrowed & age(got["age"], asked) if got.get("age") else narrowed


def _known(code: str, codes: Container[str], sentence: str) -> None:
    if code not in codes:
        raise Unmeasurable(sentence)


def _words(asked: Asked) -> str:
    got = asked.parameters
    words = [
        _GRADES.get(got.get("grade", "")),
        "、".join(_STATES[one] for one in got.get("status", "").split(",") if one in _STATES),
        _MODES.get(got.get("mode", "")),
        AGES.get(got.get("age", ""), ("",))[0],
    ]
    return "，".join(one for one in words if one)


def _named(title: str) -> Callable[[Asked], str]:
    def name(asked: Asked) -> str:
        words = _words(asked)
        return f"{title}（{words}）" if words else title

    return name


def _count(
    code: str, title: str, definition: str, numerator: Callable[[Asked], Q], *parameters: str,
    source: Source | None = None,
) -> Entry:  # fmt: skip
    return Entry(
        Measure(code, title, "条", "1", definition, "count", parameters=parameters), source or HAZARDS,
        lambda asked: Conditions(numerator(asked) & _narrowing(asked)), _named(title),
    )  # fmt: skip


def _closing(asked: Asked, whole: Q) -> Conditions:
    """Cancelled ÷ found. What is not due yet stays in the denominator and is shown apart (S3-1b)."""
    rest = whole & OPEN
    return Conditions(CLOSED, whole, (), (
        ("running", "其中未到期", rest & RUNNING & Q(due__gte=asked.on)),
        ("overdue", "其中逾期", rest & overdue(asked)),
        ("unverified", "其中已改未销号", rest & Q(status__in=hazards.STOPPED)),
        ("undated", "其中还没有期限", rest & RUNNING & Q(due=None)),
    ))  # fmt: skip


def _breaks(day: date) -> dict[str, list[date]]:
    """Every day with which a condition of this page begins, or ends the day before."""
    ages = [(day - timedelta(days=least - 1), most) for _, least, most in AGES.values()]
    oldest = [day - timedelta(days=most) for _, most in ages if most]
    return {
        "found_on": [first_of_year(day), *(after for after, _ in ages), *oldest],
        "due": [first_of_year(day), day, day + timedelta(days=1)],
    }


# Closed on the last day of its term or before: the same day as `due` is told by, else the day after.
_CLOSED_AT = """
    CASE WHEN closed_at IS NOT NULL THEN
        ({due} + ((closed_at AT TIME ZONE 'Asia/Shanghai')::date > due)::int)::timestamp AT TIME ZONE 'Asia/Shanghai'
    END
"""
_DOMAIN = "CASE WHEN domain = ANY(%(content)s) THEN domain ELSE '' END"
KEPT = Kept(HazardStanding, _breaks, {"closed_at": _CLOSED_AT, "domain": _DOMAIN}, hazards.domains_apart)


def _source(code: str, narrowed: Callable[[PositionedQuerySet, Asked], PositionedQuerySet]) -> Source:
    return Source(code, Hazard, narrowed, ("unit",), _row, KEPT, about_documents=False)


HAZARDS, STILL_OPEN, FOUND = (
    _source("hazards", _all), _source("hazards.open", _open), _source("hazards.found", _found),
)  # fmt: skip

_SINCE = "自起算日（不写为当年 1 月 1 日）起"

ENTRIES = (
    _count(
        "hazards.open", "在办隐患", "登记后还没有销号的隐患，含已改正、待验收的。", lambda asked: Q(),
        source=STILL_OPEN,
    ),
    _count(
        "hazards.open_by", "在办隐患", "登记后还没有销号的隐患，按等级、状态或已过天数（自发现日起）分。",
        lambda asked: Q(), "grade", "status", "age", source=STILL_OPEN,
    ),
    _count(
        "hazards.overdue", "逾期隐患", "还没有改正、过了整改期限的隐患；期限当日不算逾期，申请验收后不再计。",
        overdue, "grade", "age", "status", source=STILL_OPEN,
    ),
    Entry(
        Measure(
            "hazards.closed_rate", "隐患整改率", "%", "1",
            f"{_SINCE}发现、已销号的 ÷ 同期发现的。已改未销号不算完成；未到期的不从分母中去掉，另列。", "rate",
            parameters=("since",),
        ),
        FOUND, lambda asked: _closing(asked, Q()),
    ),
    Entry(
        Measure(
            "hazards.in_time_rate", "按期整改率", "%", "2",
            f"期限在{_SINCE}至今日之间的隐患中，期限当日或以前销号的 ÷ 全部。过了期限才申请延期的，以后销号也不算按期。"
            "期限还没有到的、没有期限的、当场改正的不计，另列。",
            "rate", parameters=("since",),
        ),
        HAZARDS,
        lambda asked: Conditions(
            CLOSED & Q(closed_at__date__lte=F("due"), late_before=False), WITH_TERM & _due_since(asked),
            (
                ("running", "期限未到", WITH_TERM & Q(due__gt=asked.on)),
                ("undated", "没有期限", WITH_TERM & found_since(asked) & Q(due=None)),
                ("on_the_spot", "当场改正", ~WITH_TERM & _due_since(asked)),
            ),
        ),
    ),
    Entry(
        Measure(
            "hazards.major_rate", "重大隐患整改率", "%", "1",
            f"{_SINCE}发现、已销号的重大隐患 ÷ 同期发现的重大隐患。已改未销号不算完成；未到期的不从分母中去掉，另列。",
            "rate", parameters=("since",),
        ),
        FOUND, lambda asked: _closing(asked, MAJOR),
    ),
    _count(
        "hazards.on_the_spot", "当场改正", f"{_SINCE}发现、当场改正的隐患。",
        lambda asked: Q(on_the_spot=True), "since", source=FOUND,
    ),
    _count(
        "hazards.found", "发现隐患", f"{_SINCE}发现的隐患，可按发现方式分。", lambda asked: Q(),
        "since", "mode", "grade", source=FOUND,
    ),
)  # fmt: skip
