"""Accident cards: why a task exists, one tap away; who has read them is kept per person."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.foundation.documents.situations import said
from tests.ground.duties.situations import issued, place_of
from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.ground.duties.models import Accident, AccidentRead
from weian.kernel import clock

CARD = {
    "title": "某烧烤店燃气爆炸事故", "happened_on": "2023-06-21", "place": "银川市兴庆区", "kind": "燃气爆炸",
    "cause": "液化气罐减压阀泄漏后处置不当。", "lesson": "发现泄漏先关阀撤人，严禁在现场换阀。",
}  # fmt: skip


def told(cast: Cast, **changed: Any) -> Accident:
    form = CARD | {"uid": str(uuid4())} | changed
    answer = client_of(cast.county_regulator).post(reverse("accident-new"), form)
    assert answer.status_code == 302
    with set_up():
        return Accident.objects.select_related("unit").get(pk=form["uid"])


@pytest.mark.row("S3-0.1")
def test_every_gas_task_leads_to_the_card_in_one_tap_and_who_read_it_is_kept_per_person(cast: Cast) -> None:
    gas, other = issued(cast, domain="gas"), issued(cast, domain="fire")
    card = told(cast)
    with set_up():
        obligation = duties.Obligation.objects.get(document=gas)
    desk = client_of(cast.county_regulator)
    assert f'value="{obligation.pk}"' in desk.get(card.get_absolute_url()).content.decode()
    hung = desk.post(reverse("accident-hanging", args=[card.pk]), {"obligation": [str(obligation.pk)]}, follow=True)
    assert "已挂在1条要求上" in said(hung)
    tap = reverse("accident-reading", args=[card.pk])
    for unit, who in ((cast.hospital, "officer"), (cast.clinic, "dentist")):
        page = client_of(getattr(cast, who)).get(reverse("task", args=[obligation.pk, unit.pk])).content.decode()
        assert f'action="{tap}"' in page and card.title in page and "我已读" not in page
    plain = client_of(cast.officer).get(reverse("task", args=place_of(other, cast.hospital))).content.decode()
    assert card.title not in plain
    with clock.moved_to("2026-11-23T09:00"):
        opened = client_of(cast.officer).post(tap, follow=True)
        assert CARD["cause"] in opened.content.decode() and CARD["lesson"] in opened.content.decode()
    with clock.moved_to("2026-11-24T09:00"):
        client_of(cast.officer).post(tap)  # once more: the first time stays
        mine = client_of(cast.officer).get(reverse("task", args=[obligation.pk, cast.hospital.pk]))
        colleague = client_of(cast.officer_2).get(reverse("task", args=[obligation.pk, cast.hospital.pk]))
    assert "我已读" in mine.content.decode() and "我已读" not in colleague.content.decode()
    with set_up():
        (read,) = AccidentRead.objects.filter(accident=card)
        assert read.person == cast.officer.person
        assert read.read_at.astimezone(clock.SHANGHAI).date() == date(2026, 11, 23)
        assert [one.verb for one in audit.history(card.pk)] == ["accident.hung", "accident.told"]
        assert list(audit.faults()) == []


def test_a_card_is_told_once_and_only_by_commissions(cast: Cast) -> None:
    uid = str(uuid4())
    assert told(cast, uid=uid) == told(cast, uid=uid)
    assert client_of(cast.officer).get(reverse("accident-new")).status_code == 404
    spec = duties.AccidentSpec(uuid4(), "事故", date(2023, 6, 21), "某地", "火灾", "原因", "教训")
    with acting(cast.officer) as officer, pytest.raises(Refused, match="下发通知"):
        duties.tell_accident(spec, by=officer)
    future = client_of(cast.county_regulator).post(
        reverse("accident-new"), CARD | {"uid": str(uuid4()), "happened_on": "2999-01-01"}
    )
    assert future.status_code == 422 and "发生日期在今天以后" in said(future) and CARD["cause"] in said(future)


def test_a_card_hangs_only_on_the_obligations_of_who_told_it(cast: Cast) -> None:
    card = told(cast)
    document = issued(cast)
    with set_up():
        obligation = duties.Obligation.objects.get(document=document)
    with acting(cast.regulator) as city, pytest.raises(Refused, match="由白鹭县卫生健康局管理"):
        duties.hang_accident(card, [obligation], by=city)
    assert client_of(cast.regulator).post(reverse("accident-hanging", args=[card.pk])).status_code == 404


def test_cards_are_seen_below_and_above_but_not_beside(cast: Cast) -> None:
    card = told(cast)
    found = {
        who for who in ("county_regulator", "officer", "keeper", "dentist", "regulator", "outsider", "city_officer")
        if client_of(getattr(cast, who)).get(card.get_absolute_url()).status_code == 200
    }  # fmt: skip
    assert found == {"county_regulator", "officer", "keeper", "dentist", "regulator"}
    assert card.title in client_of(cast.dentist).get(reverse("accidents")).content.decode()
    assert card.title not in client_of(cast.outsider).get(reverse("accidents")).content.decode()
