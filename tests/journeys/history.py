"""Things that happened before a journey begins, brought about by the product's own actions, not through pages."""

from __future__ import annotations

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.conftest import acting
from tests.journeys import papers
from weian.foundation.documents import api as documents
from weian.foundation.people.viewer import Viewer
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.kernel import clock
from weian.programs.campaigns import api as campaigns
from weian.programs.campaigns.models import Campaign


def issued(cast: Cast, number: int) -> Campaign:
    """The city's notice of `papers.notice` is at the city's own hospital."""
    text = papers.notice(number, today=clock.today())
    with acting(cast.regulator) as by:
        campaign = campaigns.read_notice(by=by, uid=uuid4(), text=text)
        campaigns.accept_certain(campaign, by=by)
        campaigns.accept_chosen(campaign, list(campaign.proposals.waiting().values_list("pk", flat=True)), by=by)
        campaigns.set_addressees(campaign, groups=[], named=[cast.city_hospital.pk], by=by)
        campaigns.publish(campaign, by=by)
    return campaign


def signed(cast: Cast, campaign: Campaign) -> None:
    with acting(cast.city_officer) as by:
        receipt = documents.receipt_of(campaign.document, cast.city_hospital)
        assert receipt is not None
        documents.sign(receipt, by=by)


def inspected(cast: Cast, campaign: Campaign) -> duties.Owed:
    """The hospital has written down its inspection, with a photo, and handed it in."""
    with acting(cast.city_officer) as by:
        owed = duties.owed([cast.city_hospital], document=campaign.document)
        one = next(each for each in owed if each.obligation.part == 3)
        spec = duties.RecordSpec(
            uid=uuid4(), kind=one.obligation.kind, title="全面检查", happened_on=clock.today(), text="逐层检查。",
            facts={"places": "门诊楼", "found": 1, "fixed": 1}, files=[duties.File(jpeg(9), role="photo")],
        )  # fmt: skip
        task = duties.start(one, by=by)
        duties.answer(task, duties.record(spec, by=by), by=by)
        duties.submit(task, by=by)
    return one


def reported(cast: Cast, sentence: str, *, by: Viewer | None = None, seed: int = 1) -> hazards.Hazard:
    """A hazard with a photo, in the county hospital's ward unless somebody else reports it in their own unit."""
    with acting(by or cast.keeper) as viewer:
        return hazards.report(
            uid=uuid4(), by=viewer, unit=viewer.unit, text=sentence, place="东侧楼梯",
            photos=[hazards.Photo(jpeg(seed), role="before")],
        )  # fmt: skip


def jpeg(seed: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("现场.jpg", papers.photo(seed), "image/jpeg")
