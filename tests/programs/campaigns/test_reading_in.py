"""A notice read in becomes document, clauses, stages and lines; nothing is half kept."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.programs.campaigns.situations import CITY, PROVINCE, Situations
from weian.foundation.audit.models import Event
from weian.foundation.documents.models import Document
from weian.foundation.documents.reading import Unreadable
from weian.foundation.evidence import api as evidence
from weian.foundation.people.api import Refused
from weian.programs.campaigns import api
from weian.programs.campaigns.models import Campaign


def test_every_line_hangs_on_a_clause_of_the_document(play: Situations) -> None:
    campaign = play.read()
    lines = list(campaign.proposals.in_order().select_related("clause"))
    assert [one.order for one in lines] == list(range(1, len(lines) + 1))
    assert {one.clause.document_id for one in lines} == {campaign.document_id}
    assert campaign.document.doc_no == "云卫安发〔2026〕34号"


def test_every_paragraph_is_accounted_for(play: Situations) -> None:
    campaign = play.read()
    numbers = [n for one in campaign.paragraphs for n in range(one["line"][0], one["line"][1] + 1)]
    written = [n for n, line in enumerate(CITY.split("\n"), 1) if line.strip()]
    assert len(numbers) == len(set(numbers))
    assert set(written) <= set(numbers)


def test_what_the_notice_words_as_addressees_is_proposed(play: Situations, cast: Cast) -> None:
    campaign = play.read()
    sent = {one.unit_id: one.via for one in campaign.addressees.all()}
    assert sent == {cast.county.pk: "group", cast.neighbour.pk: "group", cast.city_hospital.pk: "group"}


def test_contacts_can_be_called(play: Situations) -> None:
    (contact,) = play.read().contacts
    assert contact["phones"] == ["0970-5551234"]
    assert contact["mails"] == ["anjian@wsjk.yunze.example"]


def test_a_stage_that_ends_with_an_event_has_no_date(play: Situations, cast: Cast) -> None:
    campaign = play.read(PROVINCE, by=cast.province_regulator)
    first, second, third = campaign.stages.all()
    assert (str(second.from_date), str(second.to_date)) == ("2026-11-11", "2027-01-31")
    assert third.is_open_ended and third.to_date is None and "两会" in third.to_event
    assert campaign.ends is None and campaign.ends_event == third.to_event
    assert str(first.to_date) == "2026-11-10"


def test_reading_the_same_again_is_no_second_campaign(play: Situations) -> None:
    uid = uuid4()
    first, again = play.read(uid=uid), play.read(uid=uid)
    assert first == again
    assert Campaign.objects.count() == 1
    assert Event.objects.filter(verb="campaign.read").count() == 1


def test_other_content_under_a_used_number_is_refused(play: Situations) -> None:
    uid = uuid4()
    play.read(uid=uid)
    with pytest.raises(Refused, match="已经读入过另一份通知"):
        play.read(PROVINCE, uid=uid)


@pytest.mark.parametrize("text", ["   \n ", "今天天气很好。"])
def test_a_text_without_clauses_leaves_nothing_behind(play: Situations, text: str) -> None:
    with pytest.raises((Unreadable, Refused)):
        play.read(text)
    assert not Campaign.objects.exists() and not Document.objects.exists()


def test_the_file_is_kept_with_the_document(play: Situations, cast: Cast) -> None:
    upload = SimpleUploadedFile("通知.txt", CITY.encode("gb18030"), "text/plain")
    with play.acting(cast.regulator) as by:
        campaign = api.read_notice(by=by, uid=uuid4(), upload=upload)
        (kept,) = evidence.attachments_of("document", campaign.document_id)
    assert kept.name == "通知.txt"
    assert campaign.document.body.split("\n")[2] == "云卫安发〔2026〕34号"


@pytest.mark.parametrize("who", ["officer", "director", "keeper", "commission_leader", "system_admin"])
def test_only_an_issuing_desk_reads_notices_in(play: Situations, cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        play.read(by=getattr(cast, who))
    assert not Campaign.objects.exists()
