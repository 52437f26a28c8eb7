"""The pages of a draw, from setting its rules to a record that anybody below verifies; and those of the pool."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scripts import verify_draw
from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.experts.situations import OFFICE, WITNESS, Situations
from weian.ground.experts import api as experts
from weian.ground.experts.models import Appraisal, Recusal
from weian.kernel.sheets import write_sheet

NEW = "/draws/new/"


def sent(client: Client, at: str, **values: object) -> str:
    """POST and follow; fails on a refused form with the page's words."""
    answer = client.post(at, {"request_id": str(uuid4()), **values}, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200, text
    return text


def test_a_draw_goes_from_its_rules_to_a_record_that_a_hospital_verifies(cast: Cast, play: Situations) -> None:
    units = play.institutions(cast.county, 3)
    office, witness = client_of(cast.regulator), client_of(cast.commission_leader)
    assert "还没有抽取" in office.get("/draws/").content.decode()
    uid = uuid4()
    rules = {
        "uid": uid, "title": "秋季抽查", "pool": "grassroots", "each": 1, "counties": [str(cast.county.pk)],
        "weights": "even", "left_out": f"{units[0].name} 正在迁建", "witness": play.witness.pk, "secret": OFFICE,
    }  # fmt: skip
    refused = office.post(f"{NEW}?what=units", rules | {"left_out": f"{units[0].name}\n没有的卫生院 迁建"})
    assert refused.status_code == 422 and "后面还没有写理由" in refused.content.decode()
    assert "秋季抽查" in refused.content.decode(), "nothing typed is lost"
    assert "等罗思远承诺" in sent(office, f"{NEW}?what=units", **rules)
    at = f"/draws/{uid}/"
    assert "等见证方" in office.get(at).content.decode()
    with set_up():
        assert experts.Draw.objects.count() == 1
    assert office.get(f"{at}record.json").status_code == 404
    assert "名单已公布" in sent(witness, f"{at}commitment/", secret=WITNESS)
    wrong = office.post(f"{at}secret/", {"secret": "记错了的一句话记错了"})
    assert wrong.status_code == 422 and "对不上" in wrong.content.decode()
    assert "密语已亮出" in sent(office, f"{at}secret/", secret=OFFICE)
    assert OFFICE not in witness.get(at).content.decode(), "the first secret waits for the second"
    page = sent(witness, f"{at}secret/", secret=WITNESS)
    assert "抽到的单位" in page and OFFICE in page and "正在迁建" in page
    hospital = client_of(cast.center_officer)
    assert "秋季抽查" in hospital.get("/draws/").content.decode()
    assert "都对得上" in hospital.get(f"{at}?verify=1").content.decode()
    assert list(verify_draw.faults(hospital.get(f"{at}record.json").json())) == []
    # Who was drawn needs nothing of ours: the program, and the arithmetic in words, are on the page.
    program = hospital.get("/draws/verify_draw.py")
    assert program.content == Path(verify_draw.__file__).read_bytes() and "/draws/verify_draw.py" in page
    assert '["weian-draw-1","seed",名单摘要,组织方密语,见证方密语]' in page
    assert client_of(cast.other_regulator).get(at).status_code == 404


def test_a_voided_draw_is_drawn_again_with_its_reason_and_both_stay(cast: Cast, play: Situations) -> None:
    play.institutions(cast.county, 3)
    draw = play.drawn(pool="grassroots", groups={"": 1}, sealed=True)
    office, at = client_of(cast.regulator), f"/draws/{draw.pk}/"
    assert client_of(cast.center_officer).get(at).status_code == 404
    assert "已公开" in sent(office, f"{at}opening/")
    assert office.post(f"{at}voiding/", {"why": ""}).status_code == 422
    assert "重抽" in sent(office, f"{at}voiding/", why="名单有误")
    rules = {
        "uid": uuid4(), "title": "再抽", "pool": "grassroots", "each": 1, "weights": "rested",
        "witness": play.witness.pk, "secret": OFFICE,
    }  # fmt: skip
    again = f"{NEW}?again={draw.pk}"
    assert office.post(again, rules).status_code == 422, "a reason is asked for"
    assert "名单有误" in sent(office, again, **rules, why="名单有误")
    assert len(office.get("/draws/").context["page"]["rows"]) == 2


def test_paired_units_say_so_on_the_page_and_the_office_rules(cast: Cast, play: Situations) -> None:
    counties = [cast.county, cast.neighbour, *play.counties(1)]
    office = client_of(cast.regulator)
    two = {"uid": uuid4(), "title": "互检", "witness": play.witness.pk, "secret": OFFICE}
    refused = office.post(f"{NEW}?what=pairs", two | {"members": [str(one.pk) for one in counties[:2]]})
    assert refused.status_code == 422 and "互相对查" in refused.content.decode()
    apart = f"{cast.county.name}、{cast.neighbour.name} 路远"
    members = [str(one.pk) for one in [*counties, cast.city_hospital]]
    assert "已发起" in sent(office, f"{NEW}?what=pairs", **two, members=members, kept_apart=apart)
    draw = play.paired(counties)
    at = f"/draws/{draw.pk}/"
    county = client_of(cast.county_regulator)
    assert county.post(f"{at}stand/", {"agreed": "0", "text": ""}).status_code == 422
    assert "有异议：正在合并" in sent(county, f"{at}stand/", agreed="0", text="正在合并")
    with set_up():
        stand = experts.Stand.objects.get()
    assert county.post(f"{at}stands/{stand.pk}/ruling/", {"upheld": "1", "ruling": "是"}).status_code == 404
    assert office.post(f"{at}stands/{stand.pk}/ruling/", {"upheld": "1", "ruling": ""}).status_code == 422
    assert "异议成立" in sent(office, f"{at}stands/{stand.pk}/ruling/", upheld="1", ruling="重抽")


def test_the_pool_is_kept_on_its_pages_and_by_excel(cast: Cast, play: Situations) -> None:
    office = client_of(cast.regulator)
    person = {
        "uid": uuid4(), "name": "钟一鸣", "kind": "expert", "title": "高级工程师", "specialities": ["fire", "gas"],
        "employer": cast.hospital.name, "term_from": "2024-01-01", "room": 3,
    }  # fmt: skip
    assert office.post("/draws/experts/new/", person | {"term_to": "2023-01-01"}).status_code == 422
    assert "已入库" in sent(office, "/draws/experts/new/", **person)
    with acting(cast.regulator) as by:
        expert = experts.pool_of(by.unit).get()
        assert expert.employer == cast.hospital
    at = f"/draws/experts/{expert.pk}/"
    assert office.post(f"{at}recusals/", {"target": "没有这家", "reason": "亲属"}).status_code == 422
    assert "亲属" in sent(office, f"{at}recusals/", target=cast.county.name, reason="亲属")
    with set_up():
        recusal = Recusal.objects.get()
    assert "回避已解除" in sent(office, f"{at}recusals/{recusal.pk}/end/")
    play.drawn("teams", units=(str(cast.city_hospital.pk),), needs={"fire": 1})
    told = {"target": cast.city_hospital.pk, "score": "4", "text": "看得细"}
    assert "看得细" in sent(office, f"{at}appraisals/", **told)
    assert office.post(f"{at}appraisals/", told | {"target": cast.hospital.pk}).status_code == 422
    with set_up():
        assert Appraisal.objects.get().score == 4
    assert "已保存" in sent(office, at, title="教授", specialities=["fire"], room=5)
    assert "4.0" in office.get("/draws/experts/?speciality=fire").content.decode()
    assert client_of(cast.county_regulator).get(at).status_code == 404, "another commission's pool is its own"
    assert client_of(cast.officer).get("/draws/experts/").status_code == 404

    def sheet(*specialities: str) -> SimpleUploadedFile:
        homes = ["省建筑设计院", cast.city_hospital.name]
        rows = [[f"专家{at}", "专家", words, homes[at]] for at, words in enumerate(specialities)]
        return SimpleUploadedFile("专家.xlsx", write_sheet("专家", ["姓名", "身份", "专长", "工作单位"], rows))

    bad = office.post("/draws/experts/import/", {"file": sheet("消防", "算命")})
    assert bad.status_code == 422 and "没有“算命”这项专长" in bad.content.decode()
    with acting(cast.regulator) as by:
        assert experts.pool_of(by.unit).count() == 1, "whole or not at all"
    assert "已入库 2 人" in sent(office, "/draws/experts/import/", file=sheet("消防安全、燃气", "电气")).replace(
        "\u00a0", " "
    )
    with acting(cast.regulator) as by:
        found = {one.person.name: one for one in experts.pool_of(by.unit)}
        assert found["专家0"].specialities == ["fire", "gas"] and found["专家0"].employer_name == "省建筑设计院"
        assert found["专家1"].employer == cast.city_hospital
