"""One scene each of what is rarer than notices and hazards, so that no page of the demo is empty."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from uuid import uuid5

from weian.config.demo import notices
from weian.config.demo.acting import acting, uids
from weian.config.demo.crew import Crew
from weian.config.demo.photos import photo, plan_file
from weian.config.demo.places import Places
from weian.foundation.documents import api as documents
from weian.foundation.documents.reading import read_text
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.programs.alerts import api as alerts
from weian.programs.campaigns.models import Campaign

_uid = uids("scenes")

# Where the city's plan says more than the province's.
DETAILED = {
    "二（二）": "底数摸排由县卫健局逐家上门核对，每家一张底数表。",
    "二（三）": "医用氧气系统检测报告同时报市卫健委备查。",
}
# What the institutions say to the cold wave: all places checked, how many places, what they need.
ANSWERS = [("是", "3", "无"), ("是", "0", "无"), ("否", "5", "请协调防滑垫 40 块、融雪剂 1 吨"), ("是", "1", "无")]


def cold_wave(places: Places, crew: Crew, today: date) -> None:
    """Yesterday's urgent alert: most have read it, some have answered, one asks for support."""
    day, city = today - timedelta(days=1), places.city
    units = [*places.counties_of(city), *places.under(city)]
    with acting(crew.desk(city), day, 16, 40) as by:
        template, term = alerts.templates()["cold_wave"], alerts.urgent()
        told = alerts.send(
            alerts.AlertSpec(
                uid=_uid("cold wave", today), kind="tip", title=template.title, text=template.text,
                hours=term.hours if term else None, answer_by=today + timedelta(days=1), minutes=10, units=units,
                questions=duties.written("供暖、管道、棚架是否已经查完（是否）\n有险情的部位有多少处（数字）\n需要上级支援什么"),
            ),
            by=by,
        )  # fmt: skip
    for number, unit in enumerate(units[:-2]):
        with acting(crew.desk(unit), day, 17 + number // 6, 4 * number % 60) as by:
            documents.sign(_receipt(told, unit), by=by)
            if number % 3 != 2:
                owed = duties.owed([unit], document=told)[0]
                said = dict(zip(("q1", "q2", "q3"), ANSWERS[number % len(ANSWERS)], strict=True))
                duties.reply(owed, said, uid=uuid5(told.pk, str(unit.pk)), by=by)


def city_plan(campaign: Campaign, places: Places, crew: Crew, today: date) -> None:
    """The city answers the province's plan with its own, in more detail in two places, and adds one thing."""
    city, day = places.city, today - timedelta(days=30)
    with acting(crew.desk(city), day, 10, 30) as by:
        plans = [one for one in duties.owed([city], document=campaign.document) if one.obligation.kind == "plan"]
        for one in plans[:1]:
            task = duties.start(one, by=by)
            rows = duties.mapped_clauses(one.obligation, [])
            lines = [
                {"what": "逐县核对问题清单", "who": "安监科科员", "due": str(today + timedelta(days=6))},
                {"what": "抽查二级以上医院消防控制室", "who": "安监科科长", "due": str(today + timedelta(days=20))},
            ]
            facts = {
                "approver": crew.of(city, "分管副主任").person.name, "approved_on": str(day), "lines": lines,
                "clauses": [_mapped(row.clause) for row in rows],
            }  # fmt: skip
            made = duties.record(
                duties.RecordSpec(
                    kind="plan", title=f"{city.short_name}冬春专项整治实施方案", happened_on=day, facts=facts,
                    text="按省方案分解到县，消防和医用气体两条作了细化。", uid=_uid("city plan", today),
                    files=[duties.File(plan_file("冬春专项整治实施方案"))],
                ),
                by=by,
            )  # fmt: skip
            duties.answer(task, made, by=by)
            duties.submit(task, by=by)
        duties.add_below(
            campaign.document,
            duties.Spec(
                uid=_uid("addition", today), kind="other", title="夜间抽查一次住院部疏散通道并留照片",
                text="夜间抽查一次住院部疏散通道并留照片", campaign=campaign.pk, domain="fire", minutes=40,
                due=today + timedelta(days=12), evidence=("record", "photo"), to_kinds=("institution",),
            ),
            why="上月夜查发现三家医院夜间锁闭安全出口。", until=today + timedelta(days=60), by=by,
        )  # fmt: skip


def accident(campaign: Campaign, places: Places, crew: Crew, today: date) -> None:
    """A card of an accident elsewhere, hung on what the city's notice asks about fire; two have read it."""
    with acting(crew.desk(places.city), today - timedelta(days=12), 9, 15) as by:
        told = duties.tell_accident(
            duties.AccidentSpec(
                uid=_uid("accident", today), title="某县医院住院部夜间火灾（演示）",
                happened_on=today - timedelta(days=47),
                place="住院部二层库房", kind="火灾",
                cause="库房内私接插线板给电动车电池充电，过热起火；防火门被轮椅顶住没有关闭，烟气进入走廊。",
                lesson="库房不充电，防火门不顶开；夜班交接时先看安全出口，再看充电的东西。", source="演示：情节为虚构",
            ),
            by=by,
        )  # fmt: skip
        asked = duties.Obligation.objects.filter(document=campaign.document, issuer=places.city, domain="fire")
        duties.hang_accident(told, asked, by=by)
    for reader in (crew.desk(places.county), crew.desk(crew.hero)):
        with acting(reader, today - timedelta(days=11), 8, 20) as by:
            duties.read_accident(told, by=by)


def alike(places: Places, crew: Crew, today: date) -> None:
    """The county asks after that fire where else it could be so: who has no such rooms in the register is asked."""
    county, day = places.county, today - timedelta(days=6)
    with acting(crew.desk(county), day, 10, 30) as by:
        asked = hazards.ask_alike(
            uid=_uid("alike", today), title="库房、试剂间有没有充电和顶开防火门", by=by, due=today + timedelta(days=4),
            lesson="库房、试剂间里有没有给电动车电池充电，防火门有没有被顶开；有的当天拆除，写明在哪里。",
            place_types=["drug_store", "chemical_store"], types=["ebike"], source=("accident", _uid("accident", today)),
        )  # fmt: skip
    told = [(True, "药库后间一处插座给保洁车充电，当天拆除，门口加了禁充标识。"), (False, "")]
    others = [unit for unit in places.under(county) if unit != crew.hero]
    for unit, (has, text) in zip(others, told, strict=False):
        # Of whom the records tell already, nobody asks.
        with suppress(people.Refused), acting(crew.desk(unit), day + timedelta(days=2), 11) as by:
            hazards.answer_alike(asked, has=has, text=text, by=by)


def standing(places: Places, crew: Crew, today: date) -> None:
    """The city asks three packs of all below it; the hospital has begun to put its rules and activities in."""
    # In this month, so that nothing of it is late before anybody could do it.
    day, hero = today.replace(day=1), crew.hero
    signed = max(day, today - timedelta(days=4))
    with acting(crew.desk(places.city), day, 0, 1) as by:
        packs = duties.standing_packs()
        for code in ("regular_meeting", "risk_rules", "communication"):
            duties.adopt(packs[code], by=by)
    with acting(crew.desk(hero), signed, 15) as by:
        duties.record_activity(
            duties.RecordSpec(
                kind="activity", title="冬季用火用电安全宣讲",
                happened_on=signed, uid=_uid("talk", today),
                facts={"type": "安全知识宣讲", "place": "门诊大厅", "people": 86}, text="讲解取暖器、充电和逃生路线。",
                files=[duties.File(photo("宣讲", tidy=True), role="photo")],
            ),
            by=by,
        )  # fmt: skip
        rules = [one for one in duties.owed([hero]) if one.obligation.pack_item.startswith("risk_rules.")]
        for one in rules[:2]:
            task = duties.start(one, by=by)
            facts = {"version": "2", "approver": crew.of(hero, "院长").person.name, "approved_on": str(signed)}
            made = duties.record(
                duties.RecordSpec(
                    kind="document", title=f"{hero.short_name}{one.obligation.title}"[:100], happened_on=signed,
                    facts=facts, text="院长办公会通过。", uid=uuid5(one.obligation.pk, str(hero.pk)),
                    files=[duties.File(plan_file(one.obligation.title))],
                ),
                by=by,
            )  # fmt: skip
            duties.answer(task, made, by=by)
            duties.submit(task, by=by)


def relief(campaign: Campaign, crew: Crew, today: date) -> None:
    """The hospital asks for a later day for one thing and for help with another."""
    with acting(crew.desk(crew.hero), today - timedelta(days=1), 10, 5) as by:
        mine = [one for one in duties.owed([crew.hero], document=campaign.document) if one.is_open and one.due]
        later = [one for one in mine if one.due and one.due > today and not one.obligation.composite]
        fire = next(one for one in later if one.obligation.domain == "fire")
        power = next(one for one in later if one.obligation.domain == "power")
        duties.ask_extension(
            fire, uid=_uid("extension", today), until=today + timedelta(days=19), by=by,
            reason="维保单位排到下周才能进场，自查已经做完，只差联动测试。",
        )  # fmt: skip
        duties.ask_help(
            power, "老楼电气线路改造要供电公司停电配合，请县局协调停电时段。", uid=_uid("help", today), by=by
        )


def deputy(crew: Crew, today: date) -> None:
    """The head of logistics is away for a week and the head of security stands in."""
    held = crew.posts[(str(crew.hero.uid), "总务科", "总务科科长")]
    instead = crew.posts[(str(crew.hero.uid), "保卫科", "保卫科科长")].person
    with acting(people.Viewer(held), today - timedelta(days=1), 17, 30) as by:
        people.name_deputy(held, instead, first=today, last=today + timedelta(days=6), by=by)


def order(places: Places, crew: Crew, today: date) -> None:
    """An order of the city's safety committee becomes the city's own work, with a team for it."""
    day, city = today - timedelta(days=9), places.city
    text = notices.committee_order(places, day)
    with acting(crew.desk(city), day, 14, 10) as by:
        kept = documents.add_to_library(read_text(text), by=by, text=text, kind="notice")
        leader, chief = crew.of(city, "分管副主任").person.name, crew.of(city, "安监科科长").person.name
        duties.take_order(
            kept,
            [
                duties.OrderLine("汇总全市医疗机构燃气使用情况", "安监科科员", today + timedelta(days=3)),
                duties.OrderLine("组织燃气安全交叉检查", "安监科科长", today + timedelta(days=18)),
            ],
            uid=_uid("order", today), by=by,
            team=duties.Team("医疗机构燃气安全整治专班", leader, (leader, chief), today + timedelta(days=50)),
        )  # fmt: skip


def _mapped(clause: documents.Clause) -> dict[str, str]:
    text = DETAILED.get(clause.label, "")
    return {"clause": str(clause.pk), "how": "detailed" if text else "kept", "text": text}


def _receipt(document: documents.Document, unit: Unit) -> documents.Receipt:
    found = documents.receipt_of(document, unit)
    assert found is not None, f"{unit.name} did not get {document.title}"
    return found
