"""Each step tells those whose turn it is, and only them."""

from __future__ import annotations

import pytest
from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents.models import Clause, Document
from weian.foundation.inbox.models import Message
from weian.foundation.people.api import Refused
from weian.ground.hazards import api as hazards
from weian.kernel import clock


def _told(hazard):
    with audit.acting_as_system("看结果"):
        return {
            (message.to.name, message.title.split("：")[0]) for message in Message.objects.filter(link_uid=hazard.uid)
        }


def test_from_report_to_closing_the_next_person_is_told(play):
    assert _told(play.closed()) == {
        ("林晓岚", "新登记隐患"), ("田国栋", "新登记隐患"), ("沈月华", "请整改隐患"), ("林晓岚", "等待验收"),
        ("田国栋", "等待验收"), ("沈月华", "验收通过"), ("苗春雨", "您报的隐患已销号"),
    }  # fmt: skip


def test_a_major_hazard_is_laid_before_the_county_for_verification(play):
    told = _told(play.applied(grade="major"))
    assert ("许志远", "等待验收") in told
    assert ("林晓岚", "等待验收") not in told


def test_an_act_that_is_refused_tells_nobody(play, cast):
    hazard = play.rectifying()
    before = _told(hazard)
    with play.step(cast.pharmacist) as fixer, pytest.raises(Refused, match="还没有整改后照片"), transaction.atomic():
        hazards.apply(hazard, by=fixer, note="好了")
    assert _told(hazard) == before


def test_clauses_are_cited_once_by_who_found_or_grades(play, cast):
    hazard = play.reported()
    with audit.acting_as_system("文件"):
        document = Document.objects.create(
            unit=cast.county,
            issuer=cast.county,
            kind="rule",
            title="消防安全管理规定",
            body="保持畅通",
            made_at=clock.now(),
        )
        clause = Clause.objects.create(
            document=document, order=1, no="二（四）", text="保持畅通", first_line=1, last_line=1
        )
    for role in (cast.keeper, cast.officer):
        with play.step(role):
            hazards.cite(hazard, [clause], by=role)
    with play.step(cast.pharmacist) as other, pytest.raises(Refused):
        hazards.cite(hazard, [clause], by=other)
    with clock.moved_to(play.day), audit.acting_as_system("看结果"):
        assert hazard.bases.count() == 1
        assert [event.verb for event in audit.history(hazard.uid)].count("hazard.cited") == 1
