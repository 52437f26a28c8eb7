"""A file instead of a network: what the phone saved is handed in at a computer, by its person and once."""

from __future__ import annotations

import base64
import io
import json
import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.conftest import client_of, set_up
from tests.portal.phone.speaking import Phone, jpeg
from weian.foundation.evidence.models import Attachment
from weian.ground.hazards.models import Hazard
from weian.portal.phone import keys
from weian.portal.phone.models import Line


@pytest.fixture(autouse=True)
def _evidence(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


def shut(person, data):
    """As the phone does it (box.js)."""
    name, key = next(iter(keys.keys_of(person).items()))
    nonce = os.urandom(12)
    box = AESGCM(key).encrypt(nonce, data, None)
    return {"key": name, "iv": base64.b64encode(nonce).decode(), "box": base64.b64encode(box).decode()}


def saved(phone, photos=()):
    person = phone.viewer.person.pk
    rows = [{"weian": "outbox", "v": 1, "owner": str(person), "made_at": ""}]
    rows += [
        {"act": act["uid"], "line": phone.line, "seq": act["seq"], **shut(person, json.dumps(act).encode())}
        for act in phone.acts
    ]
    rows += [{"photo": photo["uid"], "act": "", **shut(person, data)} for photo, data in photos]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def hand_in(viewer, data):
    file = io.BytesIO(data)
    file.name = "outbox.jsonl"
    return client_of(viewer).post("/m/box/", {"box": file})


def test_a_file_is_handed_in_once_however_often_and_the_phone_goes_on_from_there(cast):
    phone, data = Phone(cast.keeper), jpeg("navy")
    first = phone.act("hazard.report", text="甲", photos=[data])
    phone.act("hazard.report", text="乙")
    phone.act("hazard.report")
    file = saved(phone, [(first["photos"][0], data)])
    page = hand_in(cast.keeper, file)
    assert page.status_code == 200 and "第 3 条没有被接受" in page.content.decode()
    assert ">甲</b>" in page.content.decode() and "照片 1\u00a0张" in page.content.decode()
    again = hand_in(cast.keeper, file).content.decode()
    assert again.count("以前已经收到过") == 2 and "照片 1" not in again
    assert [one.get("repeated") for one in phone.said(*phone.acts)["outcomes"]] == [True] * 3
    with set_up():
        assert (Hazard.objects.count(), Attachment.objects.count()) == (2, 1)
        assert (Line.objects.get().gaps, Line.objects.get().floor) == ([], 3)


def test_a_file_fills_a_gap_that_was_said(cast):
    phone = Phone(cast.keeper)
    for n in range(4):
        phone.act("hazard.report", text=f"第{n}条")
    assert phone.said(phone.acts[3], pending=[[4, 4]])["gaps"] == [[1, 3]]
    phone.acts = phone.acts[:2]
    hand_in(cast.keeper, saved(phone))
    with set_up():
        assert Line.objects.get().gaps == [[3, 3]]


def test_somebody_elses_file_and_a_broken_one_are_refused_whole(cast):
    phone = Phone(cast.keeper)
    phone.act("hazard.report", text="甲")
    file = saved(phone)
    stolen = file.replace(str(cast.keeper.person.pk).encode(), str(cast.head.person.pk).encode(), 1)
    for viewer, data, words in (
        (cast.head, file, "另一个人"), (cast.head, stolen, "损坏"), (cast.keeper, file[:-40] + b"\n", "损坏"),
        (cast.keeper, b"PK\x03\x04", "损坏"), (cast.keeper, b"{}\n", "损坏"), (cast.keeper, b"[" * 9999, "损坏"),
    ):  # fmt: skip
        page = hand_in(viewer, data)
        assert page.status_code == 422 and words in page.content.decode()
    assert client_of(cast.keeper).post("/m/box/").status_code == 422
    with set_up():
        assert Hazard.objects.count() == 0
