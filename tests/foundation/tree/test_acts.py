"""Units move, merge, split, close and take other names; nothing open is lost and everything stays known."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.foundation.tree.test_carrying import again, sound
from tests.ground.duties import situations as tasks
from tests.ground.hazards.situations import Situations
from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document, Receipt
from weian.foundation.inbox.models import Message
from weian.foundation.org.models import Unit
from weian.foundation.people import api as people
from weian.foundation.people.api import Refused, Viewer
from weian.foundation.people.models import Appointment, Person, Post
from weian.foundation.tree import api as tree
from weian.foundation.tree import jobs
from weian.foundation.tree.actions import changing
from weian.foundation.tree.models import Change
from weian.ground.duties import api as duties
from weian.ground.duties.models import Task
from weian.ground.hazards import api as hazards
from weian.ground.hazards.models import Hazard
from weian.ground.hazards.turns import judging_unit
from weian.kernel import clock


def ask(act: str, unit: Unit, by: Viewer, *, on: date | None = None, **given: object) -> Change:
    by = again(by)
    with acting(by):
        return tree.ask(
            act, Unit.objects.get(pk=unit.pk), uid=uuid4(), by=by, on=on or clock.today(), why="机构改革",
            basis="云编发〔2026〕3号", **given,
        )  # fmt: skip


def fresh(unit: Unit) -> Unit:
    with set_up():
        return Unit.objects.select_related("parent").get(pk=unit.pk)


def verbs(unit: Unit, chain: Unit) -> list[str]:
    with set_up():
        return [event.verb for event in audit.history(unit.uid) if event.chain == chain.uid]


def whole() -> None:
    sound()
    with set_up():
        assert list(audit.faults()) == []


def test_open_work_of_a_moved_hospital_is_judged_by_its_new_superior(cast: Cast) -> None:
    document = tasks.issued(cast)
    task = tasks.submitted(cast, document)
    hazard = Situations(cast).assigned("major")
    change = ask("move", cast.hospital, cast.regulator, other=cast.neighbour)
    assert change.status == "done" and change.rows > 5 and fresh(cast.hospital).parent_id == cast.neighbour.pk
    old, new, own = again(cast.county_regulator), again(cast.outsider), again(cast.officer)
    with acting(old):
        assert not Task.objects.filter(pk=task.pk).exists() and not Hazard.objects.filter(pk=hazard.pk).exists()
        assert duties.to_review(old).count() == 0
    with acting(new):
        assert [one.pk for one in duties.to_review(new)] == [task.pk]
        duties.accept(duties.to_review(new)[0], by=new)
    with set_up():
        assert Message.objects.filter(to=new.person, title__contains="待审核").exists()
        assert judging_unit(Hazard.objects.select_related("unit__parent").get(pk=hazard.pk)) == new.unit
    with acting(own):  # the receipt from the old superior stays readable, the hazard keeps its history
        assert Receipt.objects.get(document=document).status == "signed"
        assert Document.objects.visible_to(own).filter(pk=document.pk).exists()
        assert len(audit.history(hazard.pk)) == 3
    for chain in (cast.hospital, cast.county, cast.neighbour):
        assert verbs(cast.hospital, chain)[0] == "unit.moved"
    whole()


def test_a_merged_hospital_lives_on_in_its_successor(cast: Cast) -> None:
    play = Situations(cast)
    open_one, done = play.assigned(), play.closed()
    document = tasks.issued(cast)
    tasks.signed(cast, document)
    with set_up():
        number = Hazard.objects.get(pk=open_one.pk).no
        Post.objects.filter(unit=cast.center).update(title="院长")  # the director of the hospital has this title, too
    ask("merge", cast.hospital, cast.regulator, other=cast.center)
    hospital, center = fresh(cast.hospital), fresh(cast.center)
    assert hospital.ended and hospital.parent_id == center.pk and center.pos < hospital.pos < hospital.end <= center.end
    assert hospital.name in center.aliases and fresh(cast.ward).parent_id == center.pk
    with set_up():
        assert {post.title for post in Post.objects.filter(unit=center)} == {"院长", "院长（原白鹭县人民医院）"}
        assert not Person.objects.filter(unit=hospital).exists()
    director, officer, other = again(cast.director), again(cast.officer), again(cast.center_officer)
    assert director.unit.pk == officer.unit.pk == center.pk
    for viewer in (officer, other):
        with acting(viewer):
            now = Hazard.objects.visible_to(viewer).get(pk=open_one.pk)
            assert now.unit_id == center.pk and now.no != "" and Hazard.objects.get(pk=done.pk).unit_id == hospital.pk
            (owed,) = duties.owed([center], document=document)
            assert owed.is_open and owed.receipt is not None and owed.receipt.status == "signed"
    with set_up():
        told = next(event for event in audit.history(open_one.pk) if event.verb == "hazard.taken_over")
        assert told.chain == center.uid and told.facts["was_no"] == number
        assert [one.unit_id for one in Receipt.objects.filter(document=document)].count(center.pk) == 1
    with acting(again(cast.pharmacist)) as pharmacist:
        hazards.rectify(Hazard.objects.get(pk=open_one.pk), by=pharmacist, note="继续整改")
    whole()


def test_what_both_owe_is_done_by_the_successor_and_a_notice_is_signed_before_merging(cast: Cast) -> None:
    document = tasks.issued(cast)  # to the hospital and the clinic
    with pytest.raises(Refused, match="康宁口腔诊所还没有签收"):
        ask("merge", cast.clinic, cast.county_regulator, other=cast.hospital)
    assert not fresh(cast.clinic).ended
    with acting(cast.dentist) as dentist:
        receipt = documents.receipt_of(document, cast.clinic)
        assert receipt is not None
        documents.sign(receipt, by=dentist)
    ask("merge", cast.clinic, cast.county_regulator, other=cast.hospital)
    with set_up():
        assert Task.objects.get(unit=cast.clinic).status == "exempted"
        assert [one.state for one in duties.owed([fresh(cast.hospital)], document=document)] == ["unsigned"]
    whole()


def test_a_unit_with_open_work_is_not_closed_and_the_sentence_names_it(cast: Cast) -> None:
    hazard = Situations(cast).assigned()
    tasks.issued(cast)
    with pytest.raises(Refused) as refusal:
        ask("close", cast.hospital, cast.county_regulator)
    for words in ("未签收通知 1 份", "未办结任务 1 项", "未销号隐患 1 条"):
        assert words in str(refusal.value)
    ask("close", cast.hospital, cast.county_regulator, other=cast.county)
    with set_up():
        assert Hazard.objects.get(pk=hazard.pk).unit_id == cast.county.pk
        assert fresh(cast.hospital).ended and fresh(cast.ward).ended
        assert not Post.objects.filter(unit__in=[cast.hospital, cast.ward], ended_on=None).exists()
        assert not Appointment.objects.filter(person=cast.keeper.person, valid_to=None).exists()
    assert client_of(cast.officer).get("/").status_code == 403
    with acting(again(cast.county_regulator)) as county:
        assert Hazard.objects.visible_to(county).filter(pk=hazard.pk).exists()
    whole()


def test_a_county_with_hospitals_is_not_closed(cast: Cast) -> None:
    with pytest.raises(Refused, match="下面还有单位（白鹭县人民医院、"):
        ask("close", cast.county, cast.regulator)


def test_a_new_hospital_is_split_off_with_a_ward_its_people_and_open_hazards(cast: Cast) -> None:
    play = Situations(cast)
    ward = play.reported(department=cast.ward)
    pharmacy = play.reported()
    with acting(cast.county_regulator):
        post = Post.objects.get(unit=cast.hospital, title="院长")
    ask("split", cast.hospital, cast.county_regulator, name="白鹭县妇幼保健院", parts=[cast.ward], posts=[post])
    with set_up():
        new = Unit.objects.get(name="白鹭县妇幼保健院")
        assert fresh(cast.ward).parent_id == new.pk and new.parent_id == cast.county.pk
        assert Hazard.objects.get(pk=ward.pk).unit_id == new.pk
        assert Hazard.objects.get(pk=pharmacy.pk).unit_id == cast.hospital.pk
        assert Person.objects.get(pk=cast.director.person.pk).unit_id == new.pk
    assert again(cast.director).unit.pk == again(cast.keeper).unit.pk == new.pk
    with acting(again(cast.officer)):
        assert {one.pk for one in Hazard.objects.all()} == {pharmacy.pk}
    with acting(again(cast.director)):
        assert {one.pk for one in Hazard.objects.all()} == {ward.pk}
    whole()


def test_two_counties_become_one(cast: Cast) -> None:
    document = tasks.issued(cast)
    task = tasks.submitted(cast, document)
    ask("merge", cast.county, cast.regulator, other=cast.neighbour)
    assert {fresh(one).parent_id for one in (cast.hospital, cast.center, cast.clinic)} == {cast.neighbour.pk}
    with set_up():
        assert Task.objects.get(pk=task.pk).reviewer_id == cast.neighbour.pk
    assert again(cast.county_regulator).unit.pk == cast.neighbour.pk
    whole()


def test_a_renamed_unit_is_found_by_both_names(cast: Cast) -> None:
    ask("rename", cast.clinic, cast.county_regulator, name="康宁口腔医院")
    client = client_of(cast.county_regulator)
    for words in ("康宁口腔诊所", "口腔诊", "康宁口腔医院"):
        assert "康宁口腔医院" in client.get(f"/search/?q={words}").content.decode(), words
    page = client.get(f"/units/{cast.clinic.uid}/").content.decode()
    assert "曾用名：康宁口腔诊所" in page and "原名康宁口腔诊所，改名康宁口腔医院" in page
    with pytest.raises(Refused, match="已经有叫“白鹭县人民医院”"):
        ask("rename", cast.clinic, cast.county_regulator, name="白鹭县人民医院")
    long = "云泽市白鹭县人民政府直属口腔医院（" + "白鹭县儿童青少年口腔疾病防治指导中心、" * 5 + "门诊部）"
    ask("rename", cast.clinic, cast.county_regulator, name=long)  # longer than its key of syllables may be
    assert long in client.get(f"/units/{cast.clinic.uid}/").content.decode()
    with set_up():
        known = Unit.objects.get(pk=cast.clinic.pk)
        assert known.title == long and not known.short_name, "no page goes on with the old short name"
        people.add_person(by=cast.officer, unit=cast.clinic, name="阿卜杜热合曼·买买提艾力·吐尔逊江·阿卜杜克里木")


def test_nobody_changes_the_own_ground_a_strangers_or_makes_a_circle(cast: Cast) -> None:
    for viewer, unit, above, words in (
        (cast.county_regulator, cast.county, cast.other_city, "由它的上级办理"),
        (cast.county_regulator, cast.hospital, cast.neighbour, "新的上级不归您管"),
        (cast.outsider, cast.hospital, cast.neighbour, "由它的上级办理"),
        (cast.officer, cast.ward, cast.security, "没有“维护单位”的职责"),
        (cast.regulator, cast.county, cast.hospital, "就在白鹭县卫生健康局里"),
        (cast.regulator, cast.hospital, cast.county, "现在就由"),
        (cast.regulator, cast.neighbour, cast.hospital, "不能归医疗卫生机构"),
    ):
        with pytest.raises(Refused, match=words):
            ask("move", unit, viewer, other=above)
    whole()


def test_a_change_of_a_later_day_waits_for_it_and_can_be_withdrawn(cast: Cast) -> None:
    later = clock.today() + timedelta(days=9)
    change = ask("move", cast.hospital, cast.regulator, other=cast.neighbour, on=later)
    assert change.status == "planned" and tree.do_due() == 0
    with pytest.raises(Refused, match="已有一项待办的调整"):
        ask("rename", cast.hospital, cast.regulator, name="新名")
    assert client_of(cast.regulator).post(f"/units/changes/{change.pk}/withdrawal/").status_code == 302
    change = ask("move", cast.hospital, cast.regulator, other=cast.neighbour, on=later)
    with clock.moved_to(later):
        assert jobs.due(0) == 1
    assert fresh(cast.hospital).parent_id == cast.neighbour.pk


def test_what_cannot_be_done_on_its_day_is_kept_with_the_reason(cast: Cast) -> None:
    later = clock.today() + timedelta(days=9)
    change = ask("close", cast.clinic, cast.county_regulator, on=later)
    tasks.issued(cast)
    with clock.moved_to(later):
        assert jobs.change(str(change.pk)) == 0
    page = client_of(cast.county_regulator).get(f"/units/changes/{change.pk}/").content.decode()
    assert "没办成" in page and "未签收通知" in page and not fresh(cast.clinic).ended


def test_a_heavy_change_is_done_by_the_worker(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "LIGHT", 0)
    Situations(cast).reported()
    client = client_of(cast.regulator)
    form = {"other": cast.neighbour.name, "on": clock.today().isoformat(), "why": "改革", "uid": str(uuid4())}
    answer = client.post(f"/units/{cast.hospital.uid}/move/", form)
    assert answer.status_code == 302 and answer["Location"] == f"/units/changes/{form['uid']}/"
    assert "正在随同调整" in client.get(answer["Location"]).content.decode()
    assert jobs.change(form["uid"]) == 1
    assert "现由松坪县卫生健康局管" in client.get(answer["Location"]).content.decode()
    assert client.post(f"/units/{cast.hospital.uid}/move/", form).status_code == 302  # repeated: nothing more
    assert fresh(cast.hospital).parent_id == cast.neighbour.pk


def test_the_page_rehearses_in_numbers_and_changes_nothing_until_confirmed(cast: Cast) -> None:
    Situations(cast).assigned()
    client = client_of(cast.regulator)
    page = client.get(f"/units/{cast.hospital.uid}/").content.decode()
    assert "调整隶属" in page and "分设" in page
    at = f"/units/{cast.hospital.uid}/move/"
    assert "松坪县卫生健康局" in client.get(at).content.decode()
    form = {"other": "松坪县卫生健康局", "on": clock.today().isoformat(), "why": "改革", "basis": "云编发〔2026〕3号"}
    rehearsed = client.get(at, form)
    text = rehearsed.content.decode()
    assert "未销号隐患" in text and "白鹭县卫生健康局不再计入" in text and "确认调整隶属" in text
    assert fresh(cast.hospital).parent_id == cast.county.pk
    assert client.post(at, form | {"uid": str(uuid4())}).status_code == 302
    page = client.get(f"/units/{cast.hospital.uid}/").content.decode().replace("\xa0", "")
    assert "曾隶属白鹭县卫生健康局，改属松坪县卫生健康局" in page and "依据云编发〔2026〕3号" in page
    for act in ("merge", "split", "close", "rename"):
        assert client.get(f"/units/{cast.hospital.uid}/{act}/").status_code == 200
    wrong = client.get(f"/units/{cast.hospital.uid}/merge/", form | {"other": "没有这个医院"})
    assert wrong.status_code == 422 and "没有找到这个单位" in wrong.content.decode()
    assert client_of(cast.officer).get(f"/units/{cast.hospital.uid}/").status_code == 404
    assert client_of(cast.other_regulator).get(f"/units/{cast.hospital.uid}/").status_code == 404


def test_full_units_are_widened_at_night(cast: Cast) -> None:
    with set_up():
        Unit.objects.filter(pk=cast.county.pk).update(end=fresh(cast.clinic).end + 100)
    assert jobs.widen(0) == 1
    with set_up():
        county = fresh(cast.county)
        assert county.end - county.pos > 2 * (cast.clinic.end - cast.county.pos)
    whole()
