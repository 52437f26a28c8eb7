"""The notices of the demo go out, are signed for, forwarded, answered, accepted and returned."""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from weian.config.demo.acting import acting
from weian.config.demo.crew import Crew
from weian.config.demo.photos import photo, plan_file
from weian.config.demo.places import Places
from weian.foundation.documents import api as documents
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.programs.campaigns import api as campaigns
from weian.programs.campaigns.models import Campaign

NAMES = [
    "赵春雨", "钱立新", "孙佳怡", "李国强", "周文静", "吴晓峰",
    "郑海燕", "王思远", "冯雅琴", "陈志明", "褚安", "卫宁",
]  # fmt: skip


def issue(
    text: str, crew: Crew, office: Unit, day: date, *, named: list[Unit], support: Mapping[str, str] | None = None
) -> Campaign:
    """Read, confirm line by line, address and publish one notice; `support` adds who co-operates, by domain."""
    with acting(crew.desk(office), day, 10) as by:
        campaign = campaigns.read_notice(by=by, uid=uuid5(NAMESPACE_URL, text), text=text)
        campaigns.accept_certain(campaign, by=by)
        waiting = list(campaign.proposals.filter(status="proposed").order_by("order", "part"))
        for line in waiting[:-1]:
            campaigns.accept(line, by=by)
        for line in waiting[-1:]:
            campaigns.drop(line, reason="已在年度要点里布置，这里不重复下发。", by=by)
        for line in campaign.proposals.accepted().filter(domain__in=support or {}):
            actors = [*line.actors, {"name": (support or {})[line.domain], "role": "support"}]
            campaigns.correct(line, {"actors": actors}, by=by)
        chosen = {one.group for one in campaign.addressees.all() if one.group}
        campaigns.set_addressees(campaign, groups=chosen, named=[unit.pk for unit in named], by=by)
    _sign_above_budget(campaign, crew, office, day)
    with acting(crew.desk(office), day, 11) as by:
        campaigns.publish(campaign, by=by)
        campaigns.send_all(campaign.dispatch, by=by)
    return campaign


def _sign_above_budget(campaign: Campaign, crew: Crew, office: Unit, day: date) -> None:
    """Patrols by day and night cost more than a post has: a reason is given, and a colleague of the office signs."""
    with acting(crew.desk(office), day, 10, 30) as by:
        if not campaigns.forecast(campaign).over:
            return
        campaigns.ask_signature(campaign, why="夜间巡查频次是上级文件的要求，由各病区值班人员分担。", by=by)
    with acting(crew.second(office), day, 10, 40) as by:
        campaigns.countersign(campaign, by=by)


def pass_on(campaign: Campaign, commissions: list[Unit], places: Places, crew: Crew, day: date) -> None:
    """Commissions sign and forward to the institutions that they supervise."""
    for unit in commissions:
        desk = crew.desk(unit)
        with acting(desk, day, 15, 20) as by:
            receipt = documents.receipt_of(campaign.document, unit)
            if receipt is None:
                continue
            documents.sign(receipt, by=by)
            below = places.under(unit)
            if below:
                documents.forward(receipt, by=by, to=below)


def sign(campaign: Campaign, units: list[Unit], crew: Crew, day: date) -> None:
    for number, unit in enumerate(units):
        with acting(crew.desk(unit), day, 8 + number % 9, number % 60) as by:
            receipt = documents.receipt_of(campaign.document, unit)
            if receipt is not None:
                documents.sign(receipt, by=by)


def answer(campaign: Campaign, unit: Unit, crew: Crew, day: date, *, parts: int, dice: random.Random) -> None:
    """The unit does the first `parts` things of 五个一; the commission above accepts most of them."""
    desk = crew.desk(unit)
    decided = _decisions(day) if unit == crew.hero else []
    with acting(desk, day, 14, dice.randint(0, 50)) as by:
        mine = [one for one in duties.owed([unit], document=campaign.document) if one.obligation.composite]
        for one in sorted(mine, key=lambda one: one.obligation.part)[:parts]:
            task = duties.start(one, by=by)
            duties.answer(task, duties.record(_spec(one, unit, day, dice, decided), by=by), by=by)
            duties.submit(task, by=by)
    _judge(campaign, unit, crew, day + timedelta(days=1), dice)


def cooperate(campaign: Campaign, agency: Unit, crew: Crew, day: date) -> None:
    """An agency tells what it did for each line in which it is named."""
    with acting(crew.of(agency, "联络员"), day, 15) as by:
        for one in duties.Cooperation.objects.visible_to(by).filter(obligation__document=campaign.document):
            deed = duties.Deed(
                uuid5(one.pk, "demo"), day, "会同卫生健康部门抽查了两家医院的食堂用气场所，当场提出三条意见。"
            )
            duties.contribute(one, deed, by=by)


def _judge(campaign: Campaign, unit: Unit, crew: Crew, day: date, dice: random.Random) -> None:
    above = Unit.objects.above(unit).commissions().first()
    if above is None:
        return
    with acting(crew.desk(above), day, 16, dice.randint(0, 50)) as by:
        waiting = duties.to_review(by).filter(unit=unit, obligation__document=campaign.document)
        for task in list(waiting):
            luck = dice.random()
            if luck < 0.80:
                with suppress(Refused):  # 一次专项督导 waits for a visit from above
                    duties.accept(task, by=by)
            elif luck < 0.90:
                duties.return_(task, why="照片看不出检查的是哪里，请补一张带门牌的。", by=by)


def _spec(
    one: duties.Owed, unit: Unit, day: date, dice: random.Random, decided: list[dict[str, str]]
) -> duties.RecordSpec:
    kind = one.obligation.kind
    people = dice.sample(NAMES, 6)
    facts: dict[str, object] = {}
    files = []
    if kind == "plan":
        line = {"what": "逐个病区检查疏散通道", "who": people[0], "due": str(day + timedelta(days=10))}
        facts = {"approver": people[1], "approved_on": str(day), "lines": [line]}
        files = [duties.File(plan_file(f"{unit.short_name}安全生产工作方案"))]
    elif kind == "meeting":
        facts = {
            "chair": people[0], "attendees": people, "began": "15:00", "agenda": "学习通知；分析上月隐患；部署五项工作",
            "decisions": "部署五项工作，各科室三天内完成自查。", "lines": decided,
        }  # fmt: skip
    elif kind == "inspection":
        found = dice.randint(1, 9)
        facts = {"places": "门诊楼、住院部、配电室、库房", "found": found, "fixed": dice.randint(0, found)}
        files = [duties.File(photo(f"{unit.pk}{one.obligation.part}", tidy=True), role="photo")]
    elif kind == "training":
        facts = {"topic": "冬季消防安全与疏散", "expected": len(people) + 2, "attendees": people}
    return duties.RecordSpec(
        kind=kind, title=f"{unit.short_name}{one.obligation.title}"[:100], happened_on=day,
        text="按通知要求办理，过程和问题见附件。", facts=facts, files=files,
        uid=uuid5(NAMESPACE_URL, f"{unit.pk}{one.obligation.pk}"), took=_took(kind, f"{unit.pk}{one.obligation.pk}"),
    )  # fmt: skip


def _took(kind: str, of: str) -> int | None:
    """Minutes, as two of three write them down. By dice of their own: the story stays as it is without them."""
    dice = random.Random(of)
    least, most = {"plan": (90, 240), "meeting": (50, 110), "training": (60, 150)}.get(kind, (60, 210))
    minutes = dice.randrange(least, most, 5)
    return minutes if dice.random() < 0.67 else None


def _decisions(day: date) -> list[dict[str, str]]:
    """What the hospital's meeting decided: each line becomes the task of the post that it names."""
    return [
        {"what": "清理住院部各层疏散通道杂物", "who": "总务科科长", "due": str(day + timedelta(days=7))},
        {"what": "安排夜间巡查排班并上墙", "who": "保卫科科长", "due": str(day + timedelta(days=5))},
        {"what": "核对各科室酒精存放量", "who": "药剂科主任", "due": str(day + timedelta(days=30))},
    ]


def remind() -> None:
    """What is late climbs its ladder, as the job of the morning does."""
    from weian.foundation.ladder import api as ladder

    ladder.climb()
