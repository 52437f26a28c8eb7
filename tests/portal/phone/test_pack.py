"""What a phone takes along, and an inspection that it sends."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.conftest import acting, client_of, set_up
from tests.portal.phone.speaking import Phone, jpeg
from weian.foundation.evidence.models import Attachment
from weian.foundation.people.middleware import KIND_KEY
from weian.ground.checklists import api as checklists
from weian.ground.hazards.models import Hazard
from weian.ground.registry import api as registry
from weian.ground.rounds import api as rounds
from weian.ground.rounds.api import State, Visit
from weian.kernel import clock
from weian.programs.inspections.models import Finding, Inspection


@pytest.fixture
def point(cast, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    with acting(cast.officer) as officer:
        return registry.add(
            uid=uuid4(), by=officer, unit=cast.hospital, type=_a_type("point"), name="地下一层配电间",
            department=cast.ward, tags=[],
        )  # fmt: skip


def _a_type(kind):
    return next(one.code for one in registry.subject_types().values() if one.kind == kind)


def pack_of(viewer):
    answer = client_of(viewer).get("/m/pack/")
    assert answer.status_code == 200
    return answer.json()


def test_the_pack_holds_ones_points_lists_and_whom_to_call(cast, point):
    with acting(cast.officer) as officer:
        label = registry.issue(point, by=officer)
    pack = pack_of(cast.keeper)
    mine = next(one for one in pack["points"] if one["uid"] == str(point.pk))
    assert mine["mine"] and mine["name"] == "地下一层配电间"
    assert mine["label"] == hashlib.sha256(label.token.encode()).hexdigest()
    assert label.token not in str(pack)  # a code that was not scanned cannot be made up
    assert pack["fire"] == "119" and pack["types"] and pack["sheets"]
    assert all(ref in pack["sheets"] for one in pack["points"] for ref in one["sheets"])
    life = datetime.fromisoformat(pack["expires_at"]) - datetime.fromisoformat(pack["made_at"])
    assert timedelta(0) < life <= timedelta(days=7)


def test_the_pack_names_no_colleague_and_nothing_of_other_units(cast, point):
    pack, other = str(pack_of(cast.keeper)), str(pack_of(cast.outsider_officer))
    for name in (cast.head.person.name, cast.director.person.name):
        assert name not in pack
    assert point.name not in other and str(point.pk) not in other


def test_nothing_new_is_said_in_three_digits_and_a_shared_computer_takes_nothing(cast, point):
    client = client_of(cast.keeper)
    tag = client.get("/m/pack/").json()["tag"]
    assert client.get("/m/pack/", headers={"if-none-match": tag}).status_code == 304
    session = client.session
    session[KIND_KEY] = "shared"
    session.save()
    assert client.get("/m/pack/").status_code == 409


def test_the_page_brings_the_pack_to_whoever_has_no_worker_yet_and_to_nobody_else(cast, point):
    with acting(cast.officer) as officer:
        registry.change(point, by=officer, name="</script><b>间", type=point.type, department=point.department, tags=[])
    client, keys = client_of(cast.keeper), {"made_at", "expires_at"}
    page = b"".join(client.get("/m/field/").streaming_content).decode()
    said = json.loads(re.search(r'id="brought">(.*?)</script>', page)[1])
    assert "</script><b>间" in str(said) and "<b>间" not in page
    asked = client.get("/m/pack/").json()
    assert {k: v for k, v in said.items() if k not in keys} == {k: v for k, v in asked.items() if k not in keys}
    packed = client.get("/m/field/", headers={"accept-encoding": "gzip"})
    assert packed["Cache-Control"] == "no-store" and "间" in gzip.decompress(packed.getvalue()).decode()
    session = client.session
    session[KIND_KEY] = "shared"
    session.save()
    for nobodys in (client, Client()):  # a worker asks as nobody
        assert "brought" not in nobodys.get("/m/field/").content.decode()


def a_sheet(pack):
    """A list with an item that can fail, and answers under which all is well."""
    for ref, sheet in pack["sheets"].items():
        items = [item for part in sheet["sections"] for item in part["items"]]
        if any(item.get("kind", "pass") == "pass" for item in items):
            return ref, items, {item["code"]: {"v": _well(item)} for item in items}
    raise AssertionError("no list")


def _well(item):
    kind = item.get("kind", "pass")
    if kind == "reading":
        return item.get("low", item.get("high"))
    if kind == "choice":
        return next(one["code"] for one in item["choices"] if not one.get("fault"))
    return {"pass": "pass", "text": "无", "signature": "苗春雨", "photo": "na"}[kind]


def test_a_round_made_without_network_is_an_inspection_whose_photos_find_their_hazard(cast, point):
    ref, items, answers = a_sheet(pack_of(cast.keeper))
    faulty, data = next(one for one in items if one.get("kind", "pass") == "pass"), jpeg("brown")
    phone, now = Phone(cast.keeper), clock.now()
    act = phone.act(
        "inspection.submit", photos=[data, jpeg("white")], role="scene", sheet=ref, subject=str(point.pk), mode="round",
        answers=answers, started_at=(now - timedelta(minutes=6)).isoformat(), ended_at=now.isoformat(),
    )  # fmt: skip
    of_fault, of_all = act["photos"]
    answers[faulty["code"]] = {"v": "fail", "note": "门锁不上", "photos": [of_fault["uid"]]}
    told = phone.outcome(act)
    assert told["outcome"] == "done", told
    assert phone.outcome(act)["repeated"]
    for photo, bytes_ in ((of_fault, data), (of_all, jpeg("white"))):
        assert phone.piece(photo, 0, bytes_).json()["landed"]
    with set_up():
        inspection = Inspection.objects.get(pk=act["uid"])
        assert (inspection.subject, inspection.seq, inspection.device) == (point.pk, 1, phone.line)
        assert inspection.started_at == now - timedelta(minutes=6)
        hazard = Hazard.objects.get(pk=Finding.objects.get(inspection=inspection).hazard_id)
        kept = dict(Attachment.objects.values_list("uid", "owner_uid"))
        assert {str(uid): owner for uid, owner in kept.items()} == {
            of_fault["uid"]: hazard.pk, of_all["uid"]: inspection.pk,
        }  # fmt: skip


def test_answers_that_do_not_fit_come_back_with_the_item(cast, point):
    ref, _, answers = a_sheet(pack_of(cast.keeper))
    answers.pop(next(iter(answers)))
    phone = Phone(cast.keeper)
    told = phone.outcome(phone.act("inspection.submit", sheet=ref, answers=answers, mode="self"))
    assert told["outcome"] == "refused" and "没有填" in told["reason"]
    for said in (
        {"answers": "x"},
        {"answers": {"a": 3}},
        {"sheet": "pack:none@1"},
        {"subject": "x", "unit": str(uuid4())},
    ):
        assert phone.outcome(phone.act("inspection.submit", **said))["outcome"] == "refused"


def test_a_plain_all_well_where_meters_are_to_be_read_is_kept_and_answers_no_round(cast, settings, tmp_path):
    """As an older phone may have kept it for days: that somebody was there stands, the round is still owed."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    with clock.moved_by(timedelta(days=-1)), acting(cast.officer) as officer:
        room = registry.add(
            uid=uuid4(), by=officer, unit=cast.hospital, type="gas_boiler", name="锅炉房", department=cast.ward, tags=[]
        )
        token = registry.issue(room, by=officer).token
        rounds.ask_for(uid=uuid4(), by=officer, unit=cast.hospital, mark="gas_boiler", every="day", basis="院内规定")
    sheet = next(one for one in checklists.pack_sheets().values() if "gas_boiler" in one.applies.tags)
    phone, now = Phone(cast.keeper), clock.now()
    said = {
        "subject": str(room.pk), "mode": "round", "scan": token, "started_at": now.isoformat(),
        "ended_at": now.isoformat(), "department": str(cast.ward.pk),
    }  # fmt: skip
    plain = phone.act("inspection.submit", note="看过，一切正常。", **said)
    told = phone.outcome(plain)
    assert told["outcome"] == "done" and "有数要读" in told["told"]["note"]
    assert phone.outcome(plain)["told"] == told["told"]
    assert room_states(room) == [State.DUE]
    with set_up():
        assert Inspection.objects.get(pk=plain["uid"]).scanned
        assert Visit.objects.get(source_uid=plain["uid"]).whole is False
    assert "没有按检查表读数，不算巡查" in client_of(cast.keeper).get(f"/places/{room.pk}/").content.decode()
    with clock.moved_to(now + timedelta(days=2)):
        assert room_states(room, now) == [State.PARTIAL]
    answers = {item.code: {"v": _well(item.model_dump(exclude_defaults=True))} for item in sheet.items}
    told = phone.outcome(phone.act("inspection.submit", sheet=sheet.ref, answers=answers, **said))
    assert told["outcome"] == "done" and "told" not in told, told
    assert room_states(room) == [State.DONE]


def room_states(room, day=None):
    """How the rounds of one place stand that are due on a day."""
    with set_up():
        found = rounds.rounds_of(room.unit, (day or clock.now()).date())
        return [one.judged.state for one in found if one.subject == room and one.due.kept.claim.doer == "own"]
