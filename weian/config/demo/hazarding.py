"""Hazards of the demo: found, graded, put right or not, verified, closed – each step by somebody who may do it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from weian.config.demo.acting import acting
from weian.config.demo.crew import Crew
from weian.config.demo.photos import photo
from weian.foundation.org.models import Unit
from weian.foundation.people.api import May, Refused
from weian.foundation.people.viewer import Viewer
from weian.ground.hazards import api as hazards

BEGUN = (hazards.Status.ASSIGNED, hazards.Status.RECTIFYING)
# what, type, place, grade, money
SEEN = [
    ("东侧安全出口堆放轮椅和纸箱，疏散宽度不足", "passage_blocked", "住院部三层东侧", "general", 0),
    ("防火门闭门器损坏，关不严", "fire_facility", "住院部二层楼梯间", "general", 600),
    ("灭火器压力不足两具", "extinguisher", "门诊一层收费处", "general", 160),
    ("疏散指示标志不亮三处", "exit_sign", "医技楼负一层走廊", "general", 450),
    ("护士站私接插线板给取暖器供电", "wiring", "内科三病区", "general", 0),
    ("配电室绝缘垫破损，门口堆放杂物", "aged_wiring", "地下一层配电室", "large", 3200),
    ("食堂燃气报警器探头失效", "gas_alarm", "职工食堂操作间", "large", 1800),
    ("酒精存放超过科室限量，靠近暖气", "alcohol_store", "检验科试剂间", "general", 0),
    ("氧气瓶没有防倾倒链", "oxygen", "急诊抢救室", "general", 200),
    ("电动自行车飞线充电", "ebike", "家属区车棚", "general", 0),
    ("医废暂存间排风不转，门未上锁", "medical_waste", "医废暂存间", "general", 900),
    ("消防水泵不能自动启动", "fire_facility", "消防泵房", "major", 26000),
    ("门诊楼二层东侧安全出口被封堵", "exit_locked", "门诊楼二层", "major", 8000),
    ("锅炉房燃气管道穿越密闭夹层", "gas_bottle", "锅炉房", "major", 45000),
    ("雪后台阶结冰，没有防滑垫", "slippery", "门诊大门台阶", "general", 300),
    ("消防车通道被社会车辆占用", "fire_lane", "急诊楼北侧", "large", 0),
]
# Of a clinic or a nursery, which has no wards.
SEEN_SMALL = [
    ("后门堆放纸箱，推不开", "passage_blocked", "后门", "general", 0),
    ("灭火器压力不足一具", "extinguisher", "大厅", "general", 80),
    ("应急照明灯按了不亮", "exit_sign", "走廊", "general", 120),
    ("插线板串接给取暖器供电", "wiring", "前台", "general", 0),
    ("消毒酒精靠近暖气存放", "alcohol_store", "储物间", "general", 0),
    ("门口台阶结冰，没有防滑垫", "slippery", "门口台阶", "general", 150),
]


def play(unit: Unit, crew: Crew, *, today: date, days_ago: int, number: int, dice: random.Random) -> None:
    """One hazard from its finding to wherever its luck takes it by today."""
    ground = crew.ground(unit)
    finder = dice.choice([one for one in ground if one.may(May.REPORT_HAZARD)])
    seen = SEEN_SMALL if unit.light else SEEN
    text, type_, place, grade, money = seen[number % len(seen)]
    day = today - timedelta(days=days_ago)
    uid = uuid5(NAMESPACE_URL, f"{unit.pk}{number}")
    with acting(finder, day, dice.randint(8, 17), dice.randint(0, 59)) as by:
        department = by.post.unit if by.post.unit_id != unit.pk else None
        hazard = hazards.report(
            uid=uid, by=by, unit=unit, text=text, type=type_, place=place, department=department,
            photos=[hazards.Photo(photo(str(uid), tidy=False), "before", "camera")],
        )  # fmt: skip
    if days_ago <= 1 and dice.random() < 0.5:
        return
    _go_on(hazard, finder, crew, day, today, grade, Decimal(money), dice)


def objected(crew: Crew, county: Unit, today: date) -> None:
    """The county thinks graver of one hazard than the hospital does, which objects; a second person is to decide."""
    hero = crew.hero
    with acting(crew.desk(county), today - timedelta(days=2), 10) as by:
        held = hazards.Hazard.objects.visible_to(by).open().filter(unit=hero, grade="general")
        early = held.filter(found_on__lte=today - timedelta(days=3), status__in=BEGUN)
        hazard = early.order_by("-found_on", "uid").first()
        if hazard is None:
            return
        hazards.grade(hazard, "large", by=by, why="同类问题上月在该院查出过，按反复出现从重。")
    with acting(crew.desk(hero), today - timedelta(days=1), 9, 40) as by:
        hazards.ask_regrade(
            hazard, uid=uuid5(hazard.pk, "objection"), to="general", by=by,
            reason="上月那一处是另一栋楼，已经验收销号；这一处当天设了警示，当班就能改好，请按一般隐患办。",
        )  # fmt: skip


def _go_on(
    hazard: hazards.Hazard, finder: Viewer, crew: Crew, day: date, today: date, grade: str, money: Decimal,
    dice: random.Random,
) -> None:  # fmt: skip
    unit = hazard.unit
    desk = crew.desk(unit)
    if grade == "general" and money == 0 and dice.random() < 0.5:
        _fix_at_once(hazard, finder, crew, day, today, dice)
        return
    with acting(desk, day + timedelta(days=1), 9, dice.randint(0, 59)) as by:
        hazards.grade(hazard, grade, by=by)
        fixer = _fixer(unit, crew, finder, desk)
        due = day + timedelta(days={"general": 15, "large": 30, "major": 20}[grade])
        at_once = grade == "general"
        hazards.assign(hazard, hazards.Elements(
            responsible=fixer.person, measure="清理、修复并复查同类部位，落实每日巡查。", money=money,
            due=max(due, day + timedelta(days=1)), at_once=at_once,
            plan="" if at_once else "专人看守，夜间改走西侧通道，异常立即报告。",
            interim_measure="" if at_once else "设置警示标识，暂停使用该部位。",
        ), by=by)  # fmt: skip
    begun = day + timedelta(days=dice.randint(2, 6))
    if begun > today or dice.random() < 0.12:
        return
    with acting(fixer, begun, 10, dice.randint(0, 59)) as by:
        hazards.rectify(hazard, by=by, note="已联系维修，正在整改。")
    done = begun + timedelta(days=dice.randint(1, 18))
    if done > today or dice.random() < 0.12:
        return
    with acting(fixer, done, 15, dice.randint(0, 59)) as by:
        if hazard.grade == "major":
            hazards.account(hazard, by=by, causes=["upkeep"], cause="点检没有做到位，小毛病拖成了大问题。")
        hazards.apply(
            hazard, by=by, note="已整改到位，同类部位一并检查。",
            photos=[hazards.Photo(photo(str(hazard.pk), tidy=True), "after", "camera")],
        )  # fmt: skip
    _verify(hazard, crew, done + timedelta(days=dice.randint(1, 3)), today, dice)


def _fix_at_once(
    hazard: hazards.Hazard, finder: Viewer, crew: Crew, day: date, today: date, dice: random.Random
) -> None:
    with acting(finder, day, 18, dice.randint(0, 59)) as by:
        hazards.fix_on_the_spot(
            hazard, "当场清理，已恢复。", by=by,
            photos=[hazards.Photo(photo(str(hazard.pk), tidy=True), "after", "camera")],
        )  # fmt: skip
    if day + timedelta(days=1) <= today:
        desk = crew.desk(hazard.unit)
        with acting(desk, day + timedelta(days=1), 8, 30) as by:
            hazards.grade(hazard, "general", by=by)
        _verify(hazard, crew, day + timedelta(days=1), today, dice)


def _verify(hazard: hazards.Hazard, crew: Crew, day: date, today: date, dice: random.Random) -> None:
    """Whoever may verify does: somebody else of the unit, or the commission above."""
    if day > today:
        return
    hazard.refresh_from_db()
    above = Unit.objects.above(hazard.unit).commissions().first()
    judges = [crew.second(hazard.unit), crew.desk(hazard.unit)]
    if above is not None:
        judges += [crew.desk(above), crew.second(above)]
    for judge in judges:
        with acting(judge, day, 16, dice.randint(0, 59)) as by:
            if _judged(hazard, by, dice):
                return


def _judged(hazard: hazards.Hazard, by: Viewer, dice: random.Random) -> bool:
    """Whether this person could verify it, or send it back; the product decides."""
    try:
        if dice.random() < 0.1:
            hazards.return_(hazard, by=by, why="只清理了一半，西侧还有两箱。")
            return True
        hazards.verify(hazard, by=by, note="现场查看，已整改。")
        if dice.random() < 0.92:
            hazards.close(hazard, by=by)
    except Refused:
        return hazard.status == hazards.Status.VERIFIED
    return True


def _fixer(unit: Unit, crew: Crew, finder: Viewer, desk: Viewer) -> Viewer:
    for title, department in (("总务科科长", "总务科"), ("护理组长", ""), ("主任", ""), ("负责人", "")):
        found = crew.posts.get((str(unit.uid), department, title))
        if found is not None and found.person_id != desk.person.pk:
            return Viewer(found)
    return desk
