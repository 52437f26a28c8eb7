"""The city's pool of experts, and what it drew by lot: small institutions, who goes with it, who checks whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from weian.config.demo.acting import acting, uids
from weian.config.demo.crew import Crew
from weian.config.demo.places import Places
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Viewer
from weian.ground.experts import api as experts
from weian.programs.inspections import api as inspections

_uid = uids("drawing")

# hospital of the city, department, post; title; specialities
OWN: list[tuple[str, str, str, str, list[str]]] = [
    ("第一人民医院", "总务科", "总务科科长", "高级工程师", ["electric", "medical_gas", "gas"]),
    ("妇幼保健院", "保卫科", "保卫科科长", "注册消防工程师", ["fire", "security"]),
    ("中医医院", "保卫科", "安全管理员", "注册安全工程师", ["fire", "management"]),
]
OUTSIDE = ("石长青", "一级注册结构工程师", "某建筑设计院", ["building", "special_equipment"])


def play(places: Places, crew: Crew, today: date) -> None:
    _pool(places, crew, today - timedelta(days=60))
    _drawn_units(places, crew, today - timedelta(days=3))
    _checked_by_others(places, crew, today)
    _sent_along(places, crew, today)


def _pool(places: Places, crew: Crew, day: date) -> None:
    """Three from the city's own hospitals and one from outside, who keeps away from where they once worked."""
    until = day + timedelta(days=3 * 365)
    with acting(crew.desk(places.city), day, 10) as by:
        for hospital, department, post, title, known in OWN:
            employer = places.named(hospital)
            person = crew.of(employer, post, department).person
            spec = experts.ExpertSpec(
                _uid("expert", hospital), person, title=title, specialities=known, employer=employer,
                term_from=day, term_to=until,
            )  # fmt: skip
            experts.add_expert(spec, by=by)
        name, title, works_at, known = OUTSIDE
        outside = experts.ExpertSpec(
            _uid("expert", name), name=name, title=title, specialities=known, employer_name=works_at,
            term_from=day, term_to=until,
        )  # fmt: skip
        made = experts.add_expert(outside, by=by)
        experts.recuse(made, crew.hero, "参加过该院扩建工程的设计。", uid=_uid("recusal"), by=by)


def _drawn_units(places: Places, crew: Crew, day: date) -> None:
    """Which small institutions are visited next."""
    groups = {str(one.pk): 1 for one in places.counties_of(places.city)}
    _draw("基层机构随机抽查", "units", experts.Pool(pool="grassroots", groups=groups), places, crew, day)


def _checked_by_others(places: Places, crew: Crew, today: date) -> None:
    """The city's three hospitals check each other next week: drawn, agreed to by two, arranged."""
    three = [places.named(hospital) for hospital, *_ in OWN]
    pool = experts.Pool(units=_keys(three))
    draw = _draw("市属医院交叉互检配对", "pairs", pool, places, crew, today - timedelta(days=2))
    opened = experts.OpenedDraw.objects.get(pk=draw.pk)
    for unit in three[:2]:
        with acting(crew.desk(unit), today - timedelta(days=1), 9) as by:
            experts.take_stand(opened, agreed=True, text="", uid=_uid("stand", unit.pk), by=by)
    with acting(crew.desk(places.city), today - timedelta(days=1), 11) as by:
        drawn = experts.drawn(draw.pk, by)
        assert drawn is not None
        inspections.plan(
            inspections.PlanSpec(
                uid=_uid("cross"), title="市属医院交叉互检", mode=inspections.Mode.CROSS, draw=draw.pk, team=[],
                first_day=today + timedelta(days=3), last_day=today + timedelta(days=9),
                units=[to for _, to in drawn.pairs], methods=["look", "read", "ask"],
                sent={to.pk: [crew.desk(one).person, crew.second(one).person] for one, to in drawn.pairs},
            ),
            by=by,
        )  # fmt: skip


def _sent_along(places: Places, crew: Crew, today: date) -> None:
    """This morning experts were drawn for two county hospitals; they have a day to say whether they go."""
    two = places.under(places.counties_of(places.city)[0])[:2]
    _draw(
        "冬季消防用电专家抽取", "teams", experts.Pool(units=_keys(two), needs={"fire": 1, "electric": 1}),
        places, crew, today,
    )  # fmt: skip


def _draw(title: str, what: str, pool: experts.Pool, places: Places, crew: Crew, day: date) -> experts.Draw:
    """By lot, with a colleague as witness: both commit to a secret, then both tell it."""
    office, witness = crew.desk(places.city), crew.of(places.city, "安监科科员")
    words = {
        "office": f"云岭秋色连波天{day:%m%d}{what}演示密语",
        "witness": f"灯下细雨夜归人来{day:%m%d}{what}演示密语",
    }
    with acting(office, day, 7) as by:
        draw = experts.prepare(
            experts.DrawSpec(
                uid=_uid("draw", title, day), title=title, what=what, witness=witness.person, secret=words["office"],
                pool=pool,
            ),
            by=by,
        )  # fmt: skip
    with acting(witness, day, 7, 20) as by:
        experts.commit(draw, words["witness"], by=by)
    parties: Sequence[tuple[str, Viewer]] = (("office", office), ("witness", witness))
    for party, who in parties:
        with acting(who, day, 7, 40) as by:
            draw.refresh_from_db()
            experts.tell(draw, words[party], by=by)
    return draw


def _keys(units: Sequence[Unit]) -> tuple[str, ...]:
    return tuple(str(one.pk) for one in units)
