"""挂牌督办 in the demo: one hazard from its listing to the end of it, another that stands on the list."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from weian.config.demo.acting import acting, uids
from weian.config.demo.crew import Crew
from weian.config.demo.photos import photo
from weian.config.demo.places import Places
from weian.foundation.people.viewer import Viewer
from weian.ground.hazards import api as hazards

_uid = uids("listing")

FOUND, LISTED, LIMIT, LATER = 46, 44, 16, 6  # days ago
# Days ago, per cent, what the hospital told.
TOLD = [
    (37, 20, "厂家到场查明联动主板损坏，同型号停产，改换整机，已签合同。住院楼每两小时人工巡查一次。"),
    (30, 35, "旧主机已拆，布线复核完成；新主机厂家排产，发货晚于合同。人工巡查没有间断。"),
    (23, 45, "新主机已发货，安装队和联动测试的日子已定。"),
    (11, 90, "新主机装好，喷淋、排烟、防火卷帘逐层联动测试通过，只剩两层广播复测。"),
]
WATCH = "消防控制室双人值守，住院楼每两小时巡查一次，巡查记录交班签字。"


def play(places: Places, crew: Crew, today: date) -> None:
    lifted(places, crew, today)
    standing(places, crew, today)


def standing(places: Places, crew: Crew, today: date) -> None:
    """One major hazard of the city's hospitals stands on the list, with its first weekly report."""
    city = places.city
    with acting(crew.desk(city), today - timedelta(days=5), 10) as by:
        hazard = hazards.Hazard.objects.visible_to(by).open().filter(grade="major").order_by("found_on", "uid").first()
        if hazard is None:
            return
        asked = hazards.Listing(
            requirement="停用相关部位，专人值守，限期整改，每周报告进展。",
            leader=crew.of(city, "分管副主任").person.name,
            due=today + timedelta(days=25),
        )  # fmt: skip
        hazards.list_hazard(hazard, asked, uid=_uid("listed", today), by=by)
    with acting(crew.desk(hazard.unit), today - timedelta(days=1), 16) as by:
        hazards.report_progress(
            hazard, "设备已订购，本周完成管道拆除，值守记录齐全。", 40, uid=_uid("told", today), by=by
        )


def lifted(places: Places, crew: Crew, today: date) -> None:
    """Listed by the city, told of every week, put off once, seen on the spot, lifted, closed and looked at again."""
    days = {ago: today - timedelta(days=ago) for ago in range(FOUND + 1)}
    office, colleague = crew.desk(places.city), crew.of(places.city, "安监科科员")
    hazard = _begun(crew, days)
    leader = crew.of(crew.hero, "院长").person.name
    with acting(office, days[LISTED], 10) as by:
        hazards.list_hazard(hazard, hazards.Listing(
            requirement="限期恢复自动联动；恢复以前双人值守、加密巡查；每周书面报进展。",
            leader=leader, due=days[LIMIT],
        ), uid=_uid("end", "listed", today), by=by)  # fmt: skip
    for ago, percent, text in TOLD:
        if ago < LIMIT:
            _put_off(hazard, crew, office, days, today)
        with acting(crew.desk(crew.hero), days[ago], 16, 20) as by:
            hazards.report_progress(hazard, text, percent, uid=_uid("end", ago, today), by=by)
    with acting(_fixer(crew), days[9], 15) as by:
        hazards.account(
            hazard, by=by, spent=Decimal(183600), causes=["upkeep"], cause="主机超过使用年限，维保单位没有提出更换。"
        )
        hazards.apply(
            hazard, by=by, note="换装新主机，逐层联动测试合格，测试记录和合格证已存档。",
            photos=[hazards.Photo(photo(str(hazard.pk), tidy=True), "after", "camera")],
        )  # fmt: skip
    with acting(colleague, days[6], 10) as by:
        hazards.verify(hazard, by=by, note="现场任选三层触发烟感，喷淋、排烟、卷帘和广播全部联动。")
    with acting(crew.desk(crew.hero), days[6], 15) as by:
        hazards.ask_to_lift(hazard, "联动恢复，现场验收通过，值守和巡查恢复正常班次，申请解除挂牌。", by=by)
    with acting(office, days[5], 9, 30) as by:
        hazards.lift(hazard, "昨天到现场看过，联动测试记录与现场一致，同意解除挂牌。", by=by)
    with acting(colleague, days[5], 10) as by:
        hazards.close(hazard, by=by)


def _begun(crew: Crew, days: dict[int, date]) -> hazards.Hazard:
    """The hospital's own find, and what it does until it is right."""
    text = "消防控制室联动主机故障，住院楼喷淋、排烟和防火卷帘不能自动联动"
    with acting(crew.of(crew.hero, "保卫科科长", "保卫科"), days[FOUND], 20, 15) as by:
        hazard = hazards.report(
            uid=(uid := _uid("end", days[0])), by=by, unit=crew.hero, text=text, type="fire_facility",
            place="住院楼一层消防控制室", photos=[hazards.Photo(photo(str(uid), tidy=False), "before", "camera")],
        )  # fmt: skip
    with acting(crew.desk(crew.hero), days[FOUND - 1], 9) as by:
        hazards.grade(hazard, "major", by=by)
        hazards.assign(hazard, hazards.Elements(
            responsible=_fixer(crew).person, measure="更换联动主机，恢复全楼自动联动并逐层测试。", due=days[LIMIT],
            money=Decimal(190000), interim_measure=WATCH,
            plan="火警时值班员手动启动喷淋泵和排烟机，按楼层电话通知疏散。",
        ), by=by)  # fmt: skip
    with acting(_fixer(crew), days[FOUND - 2], 14) as by:
        hazards.rectify(hazard, by=by, note="已约厂家到场检测，人工巡查今晚开始。")
    return hazard


def _put_off(hazard: hazards.Hazard, crew: Crew, office: Viewer, days: dict[int, date], today: date) -> None:
    with acting(_fixer(crew), days[LIMIT + 3], 11) as by:
        asked = hazards.ask_extension(
            hazard, uid=_uid("end", "later", today), by=by, until=days[LATER],
            reason="厂家排产晚了十天，发货单附后；到货后三天装完、两天测试。人工巡查照旧。",
        )  # fmt: skip
    with acting(office, days[LIMIT + 2], 9, 30) as by:
        hazards.decide_extension(asked, by=by, approve=True, why="防范措施每周核过，落实到位。再延一次，不再延。")


def _fixer(crew: Crew) -> Viewer:
    return crew.of(crew.hero, "总务科科长", "总务科")
