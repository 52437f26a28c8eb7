"""Hostile files at every door that takes one: a sentence in Chinese, and nothing of them is kept."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.conftest import client_of, set_up
from tests.foundation.evidence import corpus
from tests.ground.duties import situations as tasks
from tests.trust.facts import state
from tests.trust.tries import PART, fair
from weian.foundation.evidence.models import Attachment

MORE: dict[str, tuple[str, bytes]] = {
    "nothing at all": ("a.docx", b""),
    "a zip in a zip in a zip": ("a.docx", corpus.packed(a=corpus.packed(b=corpus.packed(c="x")))),
    "a page called workbook": ("a.xlsx", b"<html>" + corpus.SCRIPT),
    "a drawing that acts": ("a.jpg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "a name read backwards": ("\u202egpj.exe", b"MZ" + bytes(200)),
    "a name that climbs": ("../../etc/cron.d/x.docx", b"\x7fELF" + bytes(200)),
    "entities in a workbook": (
        "a.xlsx", corpus.xlsx({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'}),
    ),
    "entities in an ofd": ("a.ofd", corpus.packed(**{"OFD.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})),
    "a workbook with a macro": ("a.xlsx", corpus.xlsx({"xl/vbaProject.bin": b"x"})),
}  # fmt: skip
CASES = {name: case[:2] for name, case in corpus.HOSTILE.items()} | MORE
CHINESE = re.compile(r"[\u4e00-\u9fff]{4,}")


def doors(cast: Cast) -> dict[str, tuple[str, str, str, dict[str, Any]]]:
    """Door → who brings it, where, under which name, with which other words."""
    document = tasks.issued(cast, kind="inspection", evidence=["record", "photo"])
    tasks.signed(cast, document)
    obligation, unit = tasks.place_of(document, cast.hospital)
    return {
        "hazard": ("officer", "/hazards/new/", "photo", {"text": "电线裸露"}),
        "units": ("county_regulator", "/accounts/units/import/", "file", {}),
        "experts": ("regulator", "/draws/experts/import/", "file", {}),
        "notice": ("regulator", "/notices/new/", "upload", {}),
        "library": ("regulator", "/documents/new/", "file", {"kind": "law", "disclosure": "open"}),
        "record": ("officer", f"/tasks/{obligation}/{unit}/records/", "photos", {
            "title": "自查", "happened_on": "2026-11-16", "places": "门诊楼", "found": "0", "fixed": "0",
            "text": "查了。",
        }),
    }  # fmt: skip


def test_no_door_keeps_a_hostile_file_and_each_says_so(cast: Cast) -> None:
    with set_up():
        found = doors(cast)
    before, wrong, tried = state(), [], 0
    for door, (who, at, field, words) in found.items():
        client = client_of(getattr(cast, who))
        client.raise_request_exception = False
        for case in fair(sorted(CASES), door, 2 * PART):
            name, data = CASES[case]
            sent = words | {"uid": str(uuid4()), "request_id": str(uuid4()), field: SimpleUploadedFile(name, data)}
            answer = client.post(at, sent)
            tried += 1
            text = answer.content.decode()
            said = re.findall(r'class="wa-error[^"]*"[^>]*>(.*?)</(?:p|div|li|ul|section)>', text, re.DOTALL)
            if answer.status_code != 422 or not any(CHINESE.search(one) for one in said):
                wrong.append((door, case, answer.status_code, said[:1]))
    print(f"tried {tried} files at {len(found)} doors, {len(wrong)} wrong")
    assert wrong == []
    assert state() == before
    with set_up():
        assert not Attachment.objects.exists()
