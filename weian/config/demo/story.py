"""Some weeks of work, played through the product's own actions on a moved clock, up to today."""

from __future__ import annotations

import random
from datetime import date, timedelta

from weian.config.demo import (
    campaigning,
    covering,
    drawing,
    fieldwork,
    hazarding,
    listing,
    notices,
    outside,
    scenes,
    visits,
)
from weian.config.demo.crew import Crew
from weian.config.demo.places import Places
from weian.foundation.audit import api as audit
from weian.kernel import clock
from weian.programs.campaigns.models import Campaign


def play(places: Places, crew: Crew) -> None:
    """Two notices in different stages, the hazards of two months, and a scene each of what is rarer."""
    today = clock.today()
    province = _province_campaign(places, crew, today)
    city = _city_campaign(places, crew, today)
    _hazards(places, crew, today)
    _fieldwork(places, crew, today)
    _scenes(province, city, places, crew, today)
    _visits(places, crew, today)
    _outside(places, crew, today)
    campaigning.remind()


def _province_campaign(places: Places, crew: Crew, today: date) -> Campaign:
    """The province's three-stage campaign: cities have signed and passed it on; it goes on until the 两会."""
    print("  省级专项整治：读入、下发、签收、转发", flush=True)
    day = today - timedelta(days=40)
    text = notices.province_notice(places, today)
    with audit.acting_as_system("演示"):
        campaign = campaigning.issue(text, crew, places.province, day, named=[])
        campaigning.pass_on(campaign, places.cities[:-1], places, crew, day + timedelta(days=1))
        campaigning.sign(campaign, places.under(places.city)[:4], crew, day + timedelta(days=3))
    return campaign


def _city_campaign(places: Places, crew: Crew, today: date) -> Campaign:
    """The city's winter notice with 五个一, half done."""
    print("  市级冬季通知：逐条确认、下发、“五个一”办理与审核", flush=True)
    dice = random.Random(34)
    day = today - timedelta(days=14)
    named = [places.named("第九医院"), places.named("肿瘤医院")]
    counties = places.counties_of(places.city)
    with audit.acting_as_system("演示"):
        support = {"fire": "市消防救援支队", "gas": "市住房和城乡建设局"}
        text = notices.city_notice(places, today)
        campaign = campaigning.issue(text, crew, places.city, day, named=named, support=support)
        campaigning.cooperate(campaign, places.agencies["housing"], crew, day + timedelta(days=6))
        campaigning.pass_on(campaign, counties[1:], places, crew, day + timedelta(days=1))
        units = [*places.under(places.city), named[0], *(one for c in counties[1:] for one in places.under(c))]
        signed = [one for one in units if one == crew.hero or dice.random() < 0.9]
        campaigning.sign(campaign, signed, crew, day + timedelta(days=2))
        for unit in signed:
            parts = 3 if unit == crew.hero else min(5, int(dice.triangular(0, 6, 3)))
            if parts:
                answered = day + timedelta(days=dice.randint(3, 11))
                campaigning.answer(campaign, unit, crew, answered, parts=parts, dice=dice)
    return campaign


def _hazards(places: Places, crew: Crew, today: date) -> None:
    print("  两个月的隐患：登记、整改、验收、销号", flush=True)
    dice = random.Random(8)
    number = 0
    with audit.acting_as_system("演示"):
        for unit in places.institutions:
            for _ in range(14 if unit == crew.hero else 1 if unit.light else dice.randint(1, 3)):
                ago = dice.randint(0, 24 if unit == crew.hero else 55)
                hazarding.play(unit, crew, today=today, days_ago=ago, number=number, dice=dice)
                number += 1
        hazarding.objected(crew, places.county, today)


def _fieldwork(places: Places, crew: Crew, today: date) -> None:
    print("  场所点位和标签、五周巡查、自查、复核提示", flush=True)
    with audit.acting_as_system("演示"):
        fieldwork.play(places, crew, today)


def _visits(places: Places, crew: Crew, today: date) -> None:
    print(
        "  一年的上级检查、市级督查、密封的暗访计划、县级抽查、挂牌督办到解除、专家库、随机抽取、交叉互检", flush=True
    )
    with audit.acting_as_system("演示"):
        covering.play(places, crew, today)
        visits.play(places, crew, today)
        listing.play(places, crew, today)
        drawing.play(places, crew, today)


def _outside(places: Places, crew: Crew, today: date) -> None:
    print("  承包方、施工项目、作业票、停工令", flush=True)
    with audit.acting_as_system("演示"):
        outside.play(places, crew, today)


def _scenes(province: Campaign, city: Campaign, places: Places, crew: Crew, today: date) -> None:
    print("  紧急提示与反馈、本地方案与新增、长效要求、教训卡、举一反三、专班、代理、延期申请", flush=True)
    scenes.standing(places, crew, today)
    scenes.city_plan(province, places, crew, today)
    scenes.accident(city, places, crew, today)
    scenes.alike(places, crew, today)
    scenes.order(places, crew, today)
    scenes.cold_wave(places, crew, today)
    scenes.relief(city, crew, today)
    scenes.deputy(crew, today)
