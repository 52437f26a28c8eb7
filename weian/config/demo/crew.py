"""The people of the demo: invented names, posts as institutions of each size have them, and the one-click roles."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from weian.config.demo.places import Places
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.models import Account, Appointment, Person
from weian.foundation.people.roles import PostClass
from weian.foundation.people.viewer import Viewer
from weian.kernel.actor import System

SINCE = date(2024, 3, 1)
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭郎鲁韦马苗凤花方"
GIVEN = "安邦晨春德恩芳刚桂海涵辉嘉建洁静娟凯岚磊丽琳敏明宁鹏平琪巧清群蓉瑞思松涛婷薇文晓欣星雅燕阳怡永雨玉远泽哲真志忠"

LOGISTICS = ["power", "gas", "building", "special_equipment", "medical_gas", "outsourcing", "weather"]

# Of the safety desk inside each house: whom the phone offers to call in danger. No number of the public network.
EXTENSION = "61119"

# department, post title, post class, reaches the whole institution, domains
Row = tuple[str, str, PostClass, bool, list[str]]
HOSPITAL: list[Row] = [
    ("", "院长", PostClass.DIRECTOR, True, []),
    ("", "分管副院长", PostClass.DEPUTY, True, []),
    ("保卫科", "安全管理员", PostClass.SAFETY_OFFICER, True, ["management", "fire", "emergency", "training"]),
    ("保卫科", "保卫科科长", PostClass.SAFETY_OFFICER, True, ["security"]),
    ("总务科", "总务科科长", PostClass.HEAD, False, LOGISTICS),
    ("药剂科", "药剂科主任", PostClass.HEAD, False, ["hazmat"]),
    ("检验科", "检验科安全员", PostClass.WARD_KEEPER, False, []),
    ("内科三病区", "护士长", PostClass.HEAD, False, []),
    ("内科三病区", "科室安全员", PostClass.WARD_KEEPER, False, []),
    ("手术室", "护士长", PostClass.HEAD, False, []),
]
CENTER: list[Row] = [
    ("", "主任", PostClass.DIRECTOR, True, []),
    ("", "安全员", PostClass.SAFETY_OFFICER, True, ["management"]),
    ("", "护理组长", PostClass.STAFF, True, []),
]
SOLE: list[Row] = [("", "负责人", PostClass.SOLE, True, ["management"])]
BIG = {"general_hospital", "tcm_hospital", "special_hospital", "mch_hospital"}

# account, group, title, note, (which unit, department, post title)
ROLES = [
    ("demo-province", "省、市、县", "省卫健委 · 安全生产办公室", "全省各市红项与专项行动进度",
     ("province", "", "安全生产办公室主任")),
    ("demo-city", "省、市、县", "市卫健委 · 安监科", "由通知下发，审核成果，看驾驶舱，出总结",
     ("city", "", "安监科科长")),
    ("demo-city-2", "省、市、县", "市卫健委 · 安监科科员", "会签、复核暗访结果，给抽取作见证",
     ("city", "", "安监科科员")),
    ("demo-leader", "省、市、县", "市卫健委 · 分管副主任", "手机上五分钟看完红项", ("city", "", "分管副主任")),
    ("demo-county", "省、市、县", "县卫健局 · 安全岗", "签收、转发，审核辖区机构，只见本县", ("county", "", "安全岗")),
    ("demo-neighbour", "省、市、县", "邻县卫健局 · 安全岗", "看不到别县的任何一条", ("neighbour", "", "安全岗")),
    ("demo-director", "医疗机构", "院长", "五条红项，签批与带队检查", ("hospital", "", "院长")),
    ("demo-officer", "医疗机构", "保卫科 · 安全管理员", "签收、办“五个一”、派发与验收隐患",
     ("hospital", "保卫科", "安全管理员")),
    ("demo-logistics", "医疗机构", "总务科科长", "整改派来的隐患，传整改后照片", ("hospital", "总务科", "总务科科长")),
    ("demo-head", "医疗机构", "护士长", "答复派到病区的隐患和任务", ("hospital", "内科三病区", "护士长")),
    ("demo-keeper", "医疗机构", "科室安全员", "手机上走病区巡查，三步报隐患", ("hospital", "内科三病区", "科室安全员")),
    ("demo-sole", "基层与其他", "诊所负责人", "一个人当全部岗位，不会卡住", ("clinic", "", "负责人")),
    ("demo-fire", "基层与其他", "市消防救援支队 · 联络员", "只看到请它配合的事，登记配合行动", ("fire", "", "联络员")),
    ("demo-admin", "基层与其他", "系统管理员", "单位、人员与一次性链接", ("city", "", "系统管理员")),
    ("demo-security", "基层与其他", "安全管理员（三员）", "谁在哪里登录、解锁、停用账号",
     ("city", "", "安全管理员（三员）")),
    ("demo-audit", "基层与其他", "审计管理员", "谁在何时办了什么，只看不改", ("city", "", "审计管理员")),
]  # fmt: skip


@dataclass
class Crew:
    """Who works where: viewers by unit and post title. `hero` is the hospital of the one-click roles."""

    hero: Unit
    posts: dict[tuple[str, str, str], Appointment] = field(default_factory=dict)

    def of(self, unit: Unit, title: str, department: str = "") -> Viewer:
        return Viewer(self.posts[(str(unit.uid), department, title)])

    def desk(self, unit: Unit) -> Viewer:
        """Who handles safety at this unit: the regulator, officer or sole head."""
        for title in ("安全生产办公室主任", "安监科科长", "安全岗", "安全管理员", "安全员", "负责人"):
            for (uid, _, held), appointment in self.posts.items():
                if uid == str(unit.uid) and held == title:
                    return Viewer(appointment)
        raise KeyError(unit.name)

    def second(self, unit: Unit) -> Viewer:
        """Another person of the unit who may verify and accept."""
        for title in ("安监科科员", "分管副院长", "主任", "院长", "安全岗副岗"):
            for (uid, _, held), appointment in self.posts.items():
                if uid == str(unit.uid) and held == title:
                    return Viewer(appointment)
        return self.desk(unit)

    def ground(self, unit: Unit) -> list[Viewer]:
        """Those who find hazards."""
        return [Viewer(one) for (uid, _, _), one in self.posts.items() if uid == str(unit.uid)]


def employ(system: System, places: Places) -> Crew:
    """Give every unit its people and the demo its one-click roles."""
    dice = random.Random(2026)
    crew = Crew(hero=next(one for one in places.under(places.county) if one.type in BIG))
    _staff(system, crew, dice, places.province, [("", "安全生产办公室主任", PostClass.REGULATOR, True, [])])
    for city in places.cities:
        desk: list[Row] = [
            ("", "安监科科长", PostClass.REGULATOR, True, []),
            ("", "安监科科员", PostClass.REGULATOR, True, []),
            ("", "分管副主任", PostClass.COMMISSION_LEADER, True, []),
        ]
        if city == places.city:
            desk.append(("", "系统管理员", PostClass.SYSTEM_ADMIN, True, []))
        _staff(system, crew, dice, city, desk)
        for county in places.counties_of(city):
            second: Row = ("", "安全岗副岗", PostClass.REGULATOR, True, [])
            _staff(system, crew, dice, county, [("", "安全岗", PostClass.REGULATOR, True, []), second])
    for unit in places.institutions:
        _staff(system, crew, dice, unit, HOSPITAL if unit.type in BIG else SOLE if unit.light else CENTER)
    for agency in places.agencies.values():
        _staff(system, crew, dice, agency, [("", "联络员", PostClass.AGENCY, True, [])])
    # The other two of three separated administrators.
    _staff(system, crew, dice, places.city, [
        ("", "安全管理员（三员）", PostClass.SECURITY_ADMIN, True, []),
        ("", "审计管理员", PostClass.AUDIT_ADMIN, True, []),
    ])  # fmt: skip
    _open_roles(system, crew, places)
    return crew


def _staff(system: System, crew: Crew, dice: random.Random, unit: Unit, rows: list[Row]) -> None:
    departments: dict[str, Unit] = {"": unit}
    for department, title, post_class, whole, domains in rows:
        if department not in departments:
            departments[department] = org.add_unit(by=system, parent=unit, kind=org.Kind.DEPARTMENT, name=department)
        here = departments[department]
        desk = EXTENSION if post_class == PostClass.SAFETY_OFFICER else ""
        person = people.add_person(by=system, unit=here, name=_name(dice), phone=desk)
        post = people.add_post(
            by=system, unit=here, reach=unit if whole else here, title=title, post_class=post_class, domains=domains
        )
        crew.posts[(str(unit.uid), department, title)] = people.appoint(person, post, by=system, since=SINCE)


def _open_roles(system: System, crew: Crew, places: Places) -> None:
    units = {
        "province": places.province,
        "city": places.city,
        "county": places.county,
        "neighbour": places.counties_of(places.city)[0],
        "hospital": crew.hero,
        "fire": places.agencies["fire"],
        "clinic": next(one for one in places.under(places.county) if one.type == "clinic"),
    }
    for order, (username, group, title, note, (unit, department, post)) in enumerate(ROLES):
        person: Person = crew.of(units[unit], post, department).person
        people.open_account(person, username, by=system)
        Account.objects.filter(username=username).update(
            demo={"group": group, "order": order, "title": title, "note": note}
        )


def _name(dice: random.Random) -> str:
    return dice.choice(FAMILY) + "".join(dice.sample(GIVEN, dice.choice((1, 2, 2, 2))))
