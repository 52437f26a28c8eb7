"""Who was seen from above and who was not: a year of visits, samples of double posts, and a cross-check that is done.

Of the city's own institutions four were seen this year, one last year, one never; of the counties some sampled and some
did not. The cross-check of last month finds what the city knew already, and what it did not.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from weian.config.demo.acting import acting, uids
from weian.config.demo.crew import Crew
from weian.config.demo.photos import photo
from weian.config.demo.places import Places
from weian.config.demo.visiting import answers
from weian.foundation.org.models import Unit
from weian.foundation.people.models import Person
from weian.ground.checklists import api as checklists
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.programs.inspections import api as inspections

_uid = uids("covering")

# Of the city, and how many days ago somebody came; whoever is not named was never seen.
SEEN = [("第一人民医院", 162), ("妇幼保健院", 118), ("中心血站", 75), ("急救中心", 41), ("疾病预防控制中心", 402)]
# The counties, by their place in the list, that sampled rounds and double posts in this quarter, and how many days ago.
SAMPLED = [(0, 33), (2, 27), (5, 19), (6, 12)]
BEFORE, CROSSED = 52, 26
# hospital, text, type, place, whether the city had found the same there before
AT_CROSS = [
    ("妇幼保健院", "产房外疏散门加装了插销", "exit_locked", "住院楼四层产房外", True),
    ("妇幼保健院", "新生儿科备用插座上串接了插线板", "wiring", "住院楼五层新生儿科", False),
    ("第一人民医院", "地下车库防火卷帘下停放推车", "fire_facility", "地下一层车库", True),
]


def play(places: Places, crew: Crew, today: date) -> None:
    dice, sheets = random.Random(21), checklists.pack_sheets()
    for name, ago in SEEN:
        _looked_at(places.named(name), places.city, sheets["provincial"], crew, today - timedelta(days=ago), dice)
    for at, ago in SAMPLED:
        county = places.counties_of(places.city)[at]
        day = today - timedelta(days=ago)
        _looked_at(places.under(county)[0], county, sheets["duty_sampling"], crew, day, dice)
    hospitals = list(dict.fromkeys(row[0] for row in AT_CROSS))
    for hospital in hospitals:
        _found_before(places.named(hospital), hospital, crew, places, today - timedelta(days=BEFORE))
    for hospital in hospitals:
        other = next(one for one in hospitals if one != hospital)
        _crossed(places.named(hospital), hospital, places.named(other), crew, places, today)


def _looked_at(
    unit: Unit, office: Unit, sheet: checklists.Sheet, crew: Crew, day: date, dice: random.Random
) -> None:  # fmt: skip
    """A spot check in which nothing was wrong."""
    with acting(crew.desk(office), day, 10, 30) as by:
        inspections.submit(
            uid=_uid("seen", unit.pk, sheet.code, day), by=by, unit=unit, mode=inspections.Mode.SPOT,
            sheet_ref=sheet.ref, started_at=clock.now() - timedelta(minutes=70), ended_at=clock.now(),
            **answers(sheet, dice, wrong=0),
        )  # fmt: skip


def _found_before(unit: Unit, hospital: str, crew: Crew, places: Places, day: date) -> None:
    """The city comes without a word; what it finds is put right while it is there."""
    lead, officer = crew.desk(places.city), crew.desk(unit).appointment
    visit = _begun(unit, inspections.Mode.SECRET, "节前暗访", day, [lead.person], crew, places)
    with acting(lead, day, 10, 10) as by:
        for name, text, type_, place, known in AT_CROSS:
            if name == hospital and known:
                seed = str(_uid("before", unit.pk, text))
                photos = [
                    hazards.Photo(photo(seed, tidy=role == "after"), role, "camera") for role in ("before", "after")
                ]
                inspections.find(visit, inspections.FindingSpec(
                    uid=_uid("found before", unit.pk, text), text=text, type=type_, place=place, fixed="当场恢复",
                    fixer=officer, photos=photos,
                ), by=by)  # fmt: skip
        inspections.finish(visit, by=by)
    with acting(crew.of(places.city, "安监科科员"), day, 16) as by:
        inspections.release(visit, by=by)
    _ended(visit, unit, crew, places, day + timedelta(days=1))


def _crossed(unit: Unit, hospital: str, other: Unit, crew: Crew, places: Places, today: date) -> None:
    """Another hospital's officer looks at it, with the city's."""
    day, lead, officer = today - timedelta(days=CROSSED), crew.desk(places.city), crew.desk(unit).appointment
    team = [lead.person, crew.desk(other).person]
    visit = _begun(unit, inspections.Mode.CROSS, "秋季市属医院交叉互检", day, team, crew, places)
    with acting(lead, day, 10, 10) as by:
        for name, text, type_, place, _ in AT_CROSS:
            if name == hospital:
                inspections.find(visit, inspections.FindingSpec(
                    uid=_uid("crossed", unit.pk, text), text=text, type=type_, place=place, responsible=officer,
                    due=today + timedelta(days=9), measure="恢复原状，同类部位逐处复查", money=Decimal(0),
                ), by=by)  # fmt: skip
        inspections.finish(visit, by=by)
    _ended(visit, unit, crew, places, day + timedelta(days=1))


def _begun(
    unit: Unit, mode: inspections.Mode, title: str, day: date, team: Sequence[Person], crew: Crew, places: Places
) -> inspections.Inspection:  # fmt: skip
    """Planned a week ahead, and begun on the day by whoever leads it."""
    with acting(crew.desk(places.city), day - timedelta(days=7), 9) as by:
        made = inspections.plan(
            inspections.PlanSpec(
                uid=_uid("plan", unit.pk, title), title=title, mode=mode, first_day=day,
                last_day=day + timedelta(days=5), units=[unit], team=team, methods=["look", "ask"],
            ),
            by=by,
        )  # fmt: skip
        visit = inspections.Inspection.objects.get(plan=made)
    with acting(crew.desk(places.city), day, 9, 20) as by:
        inspections.start(visit, by=by, why_no_code="从急诊入口进入，门口没有贴标签")
    return visit


def _ended(visit: inspections.Inspection, unit: Unit, crew: Crew, places: Places, day: date) -> None:
    with acting(crew.desk(unit), day, 9) as by:
        inspections.sign(visit, by=by, text="情况属实。")
    with acting(crew.desk(places.city), day, 15) as by:
        inspections.close(visit, by=by)
