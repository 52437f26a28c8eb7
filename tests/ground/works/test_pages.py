"""外包与施工 on the screen: what the owner, a contractor's people and an agency find, fill in and are refused."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.conftest import acting, client_of, set_up
from tests.ground.hazards.situations import picture
from tests.ground.works.situations import Situations, agency
from tests.ground.works.test_contractors import charge_of, inspected
from tests.trust.world import body_of
from weian.ground.hazards.models import Hazard
from weian.ground.works import api as works
from weian.ground.works.pack_schema import permit_kinds
from weian.kernel import clock


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def post(client: Client, address: str, status: int = 302, **said: object) -> str:
    answer = client.post(address, {"request_id": str(uuid4()), **said})
    text = answer.content.decode()
    assert answer.status_code == status, (address, answer.status_code, re.findall(r'class="wa-err.*', text)[:5])
    return answer["Location"] if status == 302 else answer.content.decode()


@pytest.mark.row("S0-2.6c")
def test_the_owner_registers_signs_admits_and_the_contractor_signs_in_and_proves(play: Situations) -> None:
    owner = client_of(play.cast.officer)
    assert "还没有登记承包方" in page(owner, "/works/")
    assert "wa-error" in post(owner, "/works/contractors/new/", 422, uid=uuid4(), name="")
    at = post(owner, "/works/contractors/new/", uid=uuid4(), name="洁安保洁服务有限公司", service="病区保洁")
    assert "合同止日早于起日" in post(
        owner,
        f"{at}contract/",
        422,
        kind="cleaning",
        scope="病区",
        starts_on="2026-02-01",
        ends_on="2026-01-01",
        headcount=3,
    )
    terms = {"kind": "cleaning", "scope": "病区", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "headcount": 30}
    post(owner, f"{at}contract/", **terms, agreement_until="2026-12-31", agreement=picture("协议.jpg"))
    text = page(owner, at)
    assert "2026-01-01 至 2026-12-31" in text and "每月一次（默认）" in text
    told = post(owner, f"{at}admission/", 200, person="马师傅", phone="13800000000")
    link = re.search(r"/accounts/welcome/[\w-]+/", told)
    assert link is not None
    with set_up():
        contractor = works.Contractor.objects.select_related("subject", "party", "unit").get()
    with acting(play.cast.officer):
        person = play_viewer("马师傅")
    inspected(play, contractor, licence="fail")
    charge = charge_of(contractor)
    theirs = client_of(person)
    # Home leads to what is put to their account; nothing of the house is in their menu but this.
    text = page(theirs, "/")
    assert "外包单位没有资质" in text and "外包与施工" in text and "/hazards/" not in text
    assert page(theirs, f"/hazards/{charge.hazard_id}/", 404)
    at_charge = f"/works/charges/{charge.pk}/"
    assert "销号由白鹭县人民医院办理" in page(theirs, at_charge)
    assert "没有办成" in post(theirs, f"{at_charge}assignment/", 422)
    due = clock.today() + timedelta(days=5)
    post(
        owner,
        f"{at_charge}assignment/",
        responsible=person.person.pk,
        grade="general",
        measure="补证",
        due=due,
        at_once="yes",
    )
    assert "请至少上传一张" in post(theirs, f"{at_charge}proof/", 422, note="已补办")
    post(theirs, f"{at_charge}proof/", note="已补办", photos=picture("a.jpg"))
    assert play.fresh(Hazard, charge.hazard_id).status == "applied"
    shown = re.search(r"/files/[\w-]+/thumb/", page(theirs, at_charge))
    assert shown is not None and body_of(theirs.get(shown[0]))
    keeper = client_of(play.cast.keeper)
    assert "在隐患里验收" in page(owner, at_charge) and "在隐患里验收" not in page(keeper, at_charge)
    assert page(keeper, f"/hazards/{charge.hazard_id}/", 404)
    stranger = client_of(play.person(play.contractor("安盾保安服务有限公司"), "郭队长"))
    assert page(stranger, at_charge, 404) and stranger.get(shown[0]).status_code == 404
    assert page(stranger, at, 404)
    answer = owner.get(f"{at}file.docx")
    assert answer.status_code == 200 and answer.content.startswith(b"PK")
    post(owner, f"{at}dismissal/", person=person.person.pk, why="离职")
    assert theirs.get("/works/").status_code != 200
    assert "未销号" in page(owner, "/works/") and "外包单位没有资质" in page(owner, "/works/?view=charges")


def play_viewer(name: str):  # type: ignore[no-untyped-def]
    from weian.foundation.people.models import Person
    from weian.foundation.people.viewer import viewer_for

    viewer = viewer_for(Person.objects.get(name=name))
    assert viewer is not None
    return viewer


@pytest.mark.row("S3-2.8e")
def test_a_permit_is_asked_at_the_place_and_refused_at_the_field(play: Situations) -> None:
    asker, officer = client_of(play.cast.pharmacist), client_of(play.cast.officer_2)
    assert f"/works/permits/new/?subject={play.plant.pk}" in page(asker, f"/places/{play.plant.pk}/")
    assert "焊接与热切割作业证" in page(asker, f"/works/permits/new/?subject={play.plant.pk}")
    assert "动火" in page(asker, f"/works/permits/new/?kind=hot_work&subject={play.plant.pk}")
    said = {
        "kind": "hot_work", "uid": uuid4(), "subject": play.plant.pk, "work": "焊水管", "starts_at": "2026-11-16T09:00",
        "ends_at": "2026-11-16T11:00", "worker": "高有才", "certificate_no": "T1", "certificate_until": "2026-11-15",
        "watcher": "王守成", "measures": [one.code for one in permit_kinds()["hot_work"].measures],
        "neighbours": [play.cast.ward.pk],
    }  # fmt: skip
    text = post(asker, "/works/permits/new/", 422, **said)
    assert "证件过期" in text and "焊水管" in text  # nothing is lost
    at = post(asker, "/works/permits/new/", **(said | {"certificate_until": "2028-01-01"}))
    assert "没有“管理外包与施工”的职责" in post(asker, f"{at}approval/", 422)
    post(officer, f"{at}approval/")
    assert "请拍一张作业前的照片" in post(asker, f"{at}start/", 422)
    post(asker, f"{at}start/", photos=picture("a.jpg"))
    assert "作业中" in page(asker, f"/places/{play.plant.pk}/")
    post(asker, f"{at}end/", photos=picture("b.jpg"))
    assert "满 30 分钟才能复查" in page(client_of(play.cast.keeper), at).replace("\xa0", " ")
    with clock.moved_to("2026-11-16 10:30"):
        officer = client_of(play.cast.officer_2)  # whoever sat still so long signs in again
        assert "复查逾期" in page(officer, "/works/?view=permits")
        post(officer, f"{at}recheck/", note="没有余火")
        assert "已复查" in page(officer, at)
    officer = client_of(play.cast.officer_2)
    text = page(officer, f"/works/violations/new/?subject={play.plant.pk}")
    assert "没有作业票就作业" in text
    post(officer, "/works/violations/new/", uid=uuid4(), kind="no_permit", subject=play.plant.pk, text="夜里焊管子")


@pytest.mark.row("S3-2.9c")
def test_a_site_is_stopped_and_goes_on_and_the_agency_finds(play: Situations) -> None:
    owner, second = client_of(play.cast.officer), client_of(play.cast.officer_2)
    housing = agency()
    said = {
        "uid": uuid4(), "name": "门诊楼扩建", "contractor": play.builder.pk, "keeper": play.cast.officer_2.person.pk,
        "starts_on": "2026-11-01", "ends_on": "2027-06-30",
    }  # fmt: skip
    at = post(owner, "/works/sites/new/", **said)
    assert "在建" in page(owner, at)
    post(owner, f"{at}begin/")
    assert "每周一次（默认）" in page(owner, at)
    post(owner, f"{at}agency/", agency=housing.unit.pk)
    theirs = client_of(housing)
    assert "门诊楼扩建" in page(theirs, "/works/") and "合同价" not in page(theirs, at)
    post(theirs, f"{at}violation/", kind="height", text="三层临边没有护栏", photos=picture("c.jpg"))
    assert "三层临边没有护栏" in page(theirs, at)
    assert "没有办成" in post(theirs, f"{at}stop/", 422, reason="x")
    post(owner, f"{at}stop/", reason="临边没有防护")
    builder = client_of(play.person(play.builder))
    for client in (owner, theirs, builder):
        assert "不准进场施工" in page(client, at)
    post(builder, f"{at}resumption/", answer="已装护栏", photos=picture("d.jpg"))
    post(second, f"{at}resumption-refusal/", why="东侧还缺")
    assert "东侧还缺" in page(builder, at)
    post(builder, f"{at}resumption/", answer="东侧已补", photos=picture("e.jpg"))
    post(owner, f"{at}lifting/")
    assert "不准进场施工" not in page(builder, at)
    with clock.moved_to("2026-12-01 09:00"):
        owner = client_of(play.cast.officer)
        assert "wa-late" in page(owner, "/works/?view=sites")
        post(owner, f"{at}finish/")


def test_a_commission_is_offered_nothing_that_only_the_owner_registers(play: Situations) -> None:
    above, own = client_of(play.cast.county_regulator), client_of(play.cast.officer)
    for view, new in (("contractors", "/works/contractors/new/"), ("sites", "/works/sites/new/")):
        assert f'href="{new}"' in own.get(f"/works/?view={view}").content.decode()
        assert f'href="{new}"' not in above.get(f"/works/?view={view}").content.decode()
        assert above.get(new).status_code == 404


def test_a_list_costs_a_fixed_number_of_queries(play: Situations, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(3):
        play.signed(play.contractor(f"第 {number} 家公司"))
    play.site  # noqa: B018
    play.approved()
    owner = client_of(play.cast.officer)
    for view in ("contractors", "charges", "permits", "sites"):
        with django_assert_max_num_queries(40):
            page(owner, f"/works/?view={view}")
