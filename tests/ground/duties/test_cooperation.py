"""配合: agencies named by a notice act on their own desk, see nothing else, and the lead sees who has not acted."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.duties import situations
from tests.ground.duties.situations import agency
from weian.foundation.documents import api as documents
from weian.foundation.documents.reading import read_text
from weian.foundation.inbox.models import Message
from weian.foundation.org.models import Unit
from weian.foundation.people.viewer import Viewer
from weian.ground.duties import api as duties
from weian.kernel import clock, scope


class Play:
    """The county's notice: 任务五 with 住建 and 公安, another line with nobody; sent to the county's hospital."""

    def __init__(self, cast: Cast, *names: str) -> None:
        self.cast = cast
        with acting(cast.county_regulator) as by:
            self.document = documents.draft_notice(read_text(situations.TEXT), by=by, text=situations.TEXT)
            documents.issue(self.document, by=by, addressees=[cast.hospital, cast.clinic], via="name")
            gas = duties.Spec(
                uid=uuid4(), kind="inspection", title="任务五：燃气安全检查", domain="gas", lead=["县卫生健康局"],
                support=list(names or ("住房城乡建设", "公安机关")),
            )  # fmt: skip
            other = duties.Spec(uid=uuid4(), kind="report", title="任务六：食品安全自查")
            self.gas, self.other = duties.put_obligations(self.document, [gas, other], by=by)
        with acting(cast.officer) as officer:
            receipt = documents.receipt_of(self.document, cast.hospital)
            documents.sign(receipt, by=officer)
            for one in duties.owed([cast.hospital], document=self.document):
                duties.start(one, by=officer)

    def of(self, name: str) -> duties.Cooperation:
        with set_up():
            return duties.Cooperation.objects.select_related("obligation__document", "agency", "unit").get(
                obligation=self.gas, name__startswith=name
            )

    def in_neighbour(self) -> UUID:
        """The same kind of notice in the next county."""
        cast = self.cast
        with acting(cast.outsider) as by:
            text = situations.TEXT.replace("白鹭县", "松坪县")
            document = documents.draft_notice(read_text(text), by=by, text=text)
            documents.issue(document, by=by, addressees=[cast.neighbour_hospital], via="name")
            spec = duties.Spec(uid=uuid4(), kind="inspection", title="邻县燃气检查", support=["住房城乡建设"])
            (made,) = duties.put_obligations(document, [spec], by=by)
        return made.pk


def rows(viewer: Viewer, table: str, column: str = "uid") -> list[object]:
    """Plain SQL in the scope of a person, with no queryset between."""
    with scope.applied(viewer.scope), connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.row("S3-2.1e")
def test_an_agency_sees_only_what_it_is_named_in_and_only_of_its_territory(cast: Cast) -> None:
    housing, police = agency("housing", "白鹭县住房和城乡建设局"), agency("police", "白鹭县公安局")
    market = agency("market", "白鹭县市场监督管理局")
    away = agency("housing", "松坪县住房和城乡建设局", 970122)
    play = Play(cast)
    elsewhere = play.in_neighbour()
    one, of_police = play.of("住房"), play.of("公安")
    assert (one.agency_id, of_police.agency_id) == (housing.unit.pk, police.unit.pk)
    # By SQL alone: the one line with its notice, the hospital's task of it and nobody else's.
    assert rows(housing, "duties_cooperation") == [one.pk]
    assert rows(housing, "duties_obligation") == [play.gas.pk]
    assert rows(housing, "documents_document") == [play.document.pk]
    assert rows(housing, "duties_task", "obligation_id") == [play.gas.pk]
    assert set(rows(housing, "documents_receipt", "unit_id")) == {cast.hospital.pk, cast.clinic.pk}
    assert rows(away, "duties_obligation") == [elsewhere] and rows(away, "duties_task") == []
    assert rows(market, "duties_obligation") == rows(market, "duties_cooperation") == rows(market, "duties_task") == []
    # On the pages: its desk, the line, the subjects of its territory.
    client = client_of(housing)
    today = client.get("/").content.decode()
    assert f'href="/tasks/cooperations/{one.pk}/"' in today and "登记行动" in today and str(of_police.pk) not in today
    desk = client.get("/tasks/cooperations/").content.decode()
    assert "任务五" in desk and "任务六" not in desk and "邻县" not in desk
    page = client.get(f"/tasks/cooperations/{one.pk}/").content.decode()
    assert "白鹭县人民医院" in page and "康宁口腔诊所" in page and "松坪" not in page
    assert client.get(f"/tasks/cooperations/{of_police.pk}/").status_code == 404
    assert client_of(market).get(f"/tasks/cooperations/{one.pk}/").status_code == 404
    assert client.get(f"/tasks/{play.gas.pk}/{cast.hospital.pk}/").status_code == 404
    assert client.get(play.document.get_absolute_url()).status_code == 404


def test_a_task_of_the_next_county_is_not_of_an_agencys_territory(cast: Cast) -> None:
    """A city's line, on which both counties work: each county's agency follows its own."""
    housing, away = agency("housing", "白鹭县住建局"), agency("housing", "松坪县住建局", 970122)
    with acting(cast.regulator) as by:
        document = documents.draft_notice(read_text(situations.TEXT), by=by, text=situations.TEXT)
        documents.issue(document, by=by, addressees=[cast.county, cast.neighbour, cast.city_hospital], via="name")
        spec = duties.Spec(uid=uuid4(), kind="report", title="燃气整治", support=["住建部门"])
        (asked,) = duties.put_obligations(document, [spec], by=by)
        made = duties.name_cooperators([asked], [cast.county, cast.neighbour], by=by)
        assert duties.name_cooperators([asked], [cast.county, cast.neighbour], by=by) == []
    assert {one.agency_id for one in made} == {housing.unit.pk, away.unit.pk}
    assert rows(housing, "documents_receipt", "unit_id") == [cast.county.pk]
    assert rows(away, "documents_receipt", "unit_id") == [cast.neighbour.pk]


@pytest.mark.row("S3-2.1e")
@pytest.mark.row("S3-3.3d")
def test_the_lead_sees_nobody_acted_and_may_remind(cast: Cast) -> None:
    police = agency("police", "白鹭县公安局")
    with clock.moved_to("2026-03-02T09:00"):
        play = Play(cast)
    one = play.of("公安")
    lead, stranger = client_of(cast.county_regulator), client_of(cast.outsider)
    with clock.moved_to("2026-07-01T09:00"):
        told = lead.get("/tasks/cooperations/?view=nil").content.decode()
        assert "2026年上半年" in told and "0 次" in told and "白鹭县公安局" in told
        assert stranger.get(f"/tasks/cooperations/{one.pk}/").status_code == 404
        at, past = f"/tasks/cooperations/{one.pk}/urging/", {"period": "2026-01-01"}
        assert lead.post(at, past).status_code == 302
        assert "今天已经催过" in lead.post(at, past).content.decode()
    with set_up():
        asked = Message.objects.filter(to=police.person, title__contains="催办配合行动")
        assert [row.url for row in asked] == [f"/tasks/cooperations/{one.pk}/"]
    with clock.moved_to("2026-07-02T09:00"):
        done = client_of(police).post(
            f"/tasks/cooperations/{one.pk}/contributions/",
            {"happened_on": "2026-07-02", "text": "夜查医院周边", "request_id": str(uuid4()),
             "papers": SimpleUploadedFile("note.txt", "夜查记录".encode())},
        )  # fmt: skip
        assert done.status_code == 302
        lead = client_of(cast.county_regulator)
        page = lead.get(f"/tasks/cooperations/{one.pk}/").content.decode()
        assert "夜查医院周边" in page and "note.txt" in page
        # What was missed in the first half stays 0 whatever follows.
        assert "0 次" in page and "1 次" in page
        assert "已经有行动" in lead.post(at, {"period": "2026-07-01"}).content.decode()


def test_an_action_is_kept_once_and_not_outside_its_time(cast: Cast) -> None:
    housing, play = agency("housing", "白鹭县住建局"), Play(cast)
    one, client, key = play.of("住房"), client_of(housing), str(uuid4())
    at = f"/tasks/cooperations/{one.pk}/contributions/"
    for _ in range(2):
        assert client.post(at, {"happened_on": clock.today(), "text": "查燃气", "request_id": key}).status_code == 302
    assert len(rows(housing, "duties_contribution")) == 1
    later = client.post(at, {"happened_on": date(2099, 1, 1), "text": "查燃气"})
    assert later.status_code == 422 and "今天以后" in later.content.decode()
    assert client_of(cast.county_regulator).post(at, {"happened_on": clock.today(), "text": "代记"}).status_code == 422


def test_a_name_that_means_nobody_waits_to_be_picked_and_the_former_agency_is_shut_out(cast: Cast) -> None:
    housing, drugs = agency("housing", "白鹭县住建局"), agency("drugs", "白鹭县药品监督所")
    play = Play(cast, "县急救中心", "药监")
    one, lead = play.of("县急救"), client_of(cast.county_regulator)
    assert one.agency is None and play.of("药监").agency_id == drugs.unit.pk
    assert "待对应" in lead.get("/tasks/cooperations/?view=unmatched").content.decode()
    at = f"/tasks/cooperations/{one.pk}/agency/"
    assert lead.post(at, {"agency": str(housing.unit.pk)}).status_code == 302
    assert rows(housing, "duties_cooperation") == [one.pk]
    refused = lead.post(f"/tasks/cooperations/{play.of('药监').pk}/agency/", {"agency": str(housing.unit.pk)})
    assert "不用再列一次" in refused.content.decode()
    assert lead.post(at, {"agency": "inside"}).status_code == 302
    assert rows(housing, "duties_cooperation") == rows(housing, "duties_task") == []


def test_agencies_that_come_later_are_found_by_name(cast: Cast) -> None:
    play = Play(cast)
    assert play.of("公安").agency is None
    police = agency("police", "白鹭县公安局")
    assert client_of(cast.county_regulator).post("/tasks/cooperations/matching/").status_code == 302
    assert play.of("公安").agency_id == police.unit.pk
    assert client_of(police).post("/tasks/cooperations/matching/").status_code == 404


@pytest.mark.row("S3-2.1e")
def test_a_commission_that_got_the_notice_leads_in_its_own_territory(cast: Cast) -> None:
    """The city's notice names 住建; the county's own agency is found by the county, also later."""
    with acting(cast.regulator) as by:
        document = documents.draft_notice(read_text(situations.TEXT), by=by, text=situations.TEXT)
        documents.issue(document, by=by, addressees=[cast.county], via="name")
        spec = duties.Spec(uid=uuid4(), kind="report", title="燃气整治", support=["住建部门"])
        duties.put_obligations(document, [spec], by=by)
    housing = agency("housing", "白鹭县住建局")
    assert client_of(cast.county_regulator).post("/tasks/cooperations/matching/").status_code == 302
    assert client_of(cast.outsider).post("/tasks/cooperations/matching/").status_code == 302
    with set_up():
        named = {one.unit_id: one.agency_id for one in duties.Cooperation.objects.filter(obligation=spec.uid)}
    assert named == {cast.city.pk: None, cast.county.pk: housing.unit.pk}


def test_an_agency_is_added_where_its_territory_is_and_its_people_are_looked_after_there(cast: Cast) -> None:
    told = {"name": "云泽市消防救援支队", "type": "agency:fire", "level": "", "region": ""}
    desk = client_of(cast.regulator)
    assert desk.post("/accounts/units/new/", told | {"at": cast.city.pk}).status_code == 302
    fire = Unit.objects.get(name=told["name"])
    assert (fire.kind, fire.type, fire.region) == ("agency", "fire", cast.city.region)
    assert fire.parent is not None and fire.parent.name == "协同部门"
    assert told["name"] in desk.get("/accounts/units/").content.decode()
    elsewhere = told | {"name": "冒名支队", "region": "970122", "at": cast.county.pk}
    assert client_of(cast.county_regulator).post("/accounts/units/new/", elsewhere).status_code == 422
    admin, person = client_of(cast.system_admin), {"name": "丁一", "unit": fire.pk, "title": "联络员", "at": fire.pk}
    added = admin.post("/accounts/staff/new/", person | {"post_class": "agency", "username": "dingyi"})
    assert added.status_code == 200 and "/accounts/welcome/" in added.content.decode()
    assert client_of(cast.county_regulator).get(f"/accounts/staff/?at={fire.pk}").status_code == 404


def test_a_transfer_reaches_the_agency_and_its_answer_comes_back(cast: Cast) -> None:
    housing, police = agency("housing", "白鹭县住建局"), agency("police", "白鹭县公安局")
    play = Play(cast)
    one, lead, client = play.of("住房"), client_of(cast.county_regulator), client_of(housing)
    assert lead.post(f"/tasks/cooperations/{one.pk}/transfers/", {"text": "管道占压，请处理"}).status_code == 302
    (uid,) = rows(housing, "duties_transfer")
    assert rows(police, "duties_transfer") == []
    assert "管道占压" in client.get(f"/tasks/cooperations/{one.pk}/").content.decode()
    assert "管道占压" in client.get("/").content.decode()
    answer = f"/tasks/cooperations/{one.pk}/transfers/{uid}/answer/"
    assert lead.post(answer, {"text": "自答"}).status_code == 422
    assert client.post(answer, {"text": "已责成燃气公司改线"}).status_code == 302
    assert "管道占压" not in client.get("/").content.decode()
    assert "已责成燃气公司改线" in lead.get(f"/tasks/cooperations/{one.pk}/").content.decode()


@pytest.mark.row("S3-2.1e")
def test_an_agency_opens_nothing_to_itself_by_hand(cast: Cast) -> None:
    """SQL as weian_guest: no share, no co-operation, no obligation is written, and others' actions are not touched."""
    housing, police, play = agency("housing", "白鹭县住建局"), agency("police", "白鹭县公安局"), Play(cast)
    with acting(police) as by:
        duties.contribute(play.of("公安"), duties.Deed(uuid4(), clock.today(), "巡查"), by=by)
    theirs = play.of("公安").pk
    deeds = [
        f"INSERT INTO org_share (uid, party, kind, record, valid_from, may) VALUES (gen_random_uuid(), "
        f"'{housing.unit.pk}', 'cooperation', '{theirs}', now(), 'act')",
        f"UPDATE duties_cooperation SET agency_id = '{housing.unit.pk}'",
        f"INSERT INTO duties_contribution (uid, unit_id, org_pos, cooperation_id, period_start, happened_on, text, "
        f"by_id, made_at) VALUES (gen_random_uuid(), '{cast.county.pk}', {cast.county.pos}, '{theirs}', now(), now(), "
        f"'x', '{housing.person.pk}', now())",
        "UPDATE duties_contribution SET text = 'x'",
        "DELETE FROM duties_contribution",
        "UPDATE duties_obligation SET title = 'x'",
        "UPDATE duties_task SET status = 'accepted'",
        "DELETE FROM documents_document",
    ]
    for deed in deeds:
        assert _reached(housing, deed) == 0, deed
    assert _reached(housing, "UPDATE org_share SET party = party") == 0


def _reached(viewer: Viewer, deed: str) -> int:
    from django.db import DatabaseError, transaction

    with scope.applied(viewer.scope):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(deed)
                return int(cursor.rowcount)
        except DatabaseError:
            return 0


def test_a_unit_of_the_health_system_is_no_agency(cast: Cast) -> None:
    """Hospitals have no such page; the names stand on the campaign for its commission alone."""
    Play(cast)
    for who in (cast.officer, cast.keeper, cast.system_admin):
        assert client_of(who).get("/tasks/cooperations/").status_code == 404
    assert Unit.objects.filter(name="协同部门").count() == 0
