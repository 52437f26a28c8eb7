"""A notice of the city and its receipt, a notice that is read in and goes out, a line of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unittest import mock
from uuid import UUID

from tests.conftest import acting
from tests.foundation.documents import situations as papers
from tests.programs.campaigns.situations import DAY, Situations
from tests.trust.steps.machine import Deed, Machine
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document, Receipt
from weian.foundation.people.api import Viewer
from weian.programs.campaigns import api
from weian.programs.campaigns.actions import sending
from weian.programs.campaigns.models import Campaign, Dispatch, Proposal


class ADocument(Machine):
    model = Document

    def bring(self, situation: str) -> UUID:
        if situation == "draft":
            return papers.draft(self.cast.regulator).pk
        document = papers.issued(self.cast)
        if situation == "annulled":
            with acting(self.cast.regulator) as by:
                documents.annul(document, by=by, why="任务完成")
        return document.pk

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "issue": lambda one, by: documents.issue(one, by=by, addressees=[self.cast.county]),
            "annul": lambda one, by: documents.annul(one, by=by, why="任务完成"),
        }


class AReceipt(Machine):
    model = Receipt

    def bring(self, situation: str) -> UUID:
        document = papers.issued(self.cast)
        if situation != "sent":
            papers.sign(document, self.cast.county_regulator)
        receipt = papers.receipt(document, self.cast.county)
        if situation == "forwarded":
            with acting(self.cast.county_regulator) as by:
                documents.forward(receipt, by=by, to=[self.cast.hospital])
        return receipt.pk

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "sign": lambda one, by: documents.sign(one, by=by),
            "forward": lambda one, by: documents.forward(one, by=by, to=[self.cast.hospital]),
        }


class OfCampaigns(Machine):
    def day(self) -> str:
        return DAY

    def seen(self, viewer: Viewer, uid: UUID) -> Any:
        """Lines and the way of a notice stand on its own pages."""
        found = self.model.objects.filter(pk=uid)
        if self.model is Campaign:
            return api.visible_to(viewer).select_related("issuer", "document").filter(pk=uid).first()
        one = found.select_related("campaign__issuer").first()
        return one if one and api.visible_to(viewer).filter(pk=one.campaign_id).exists() else None

    @property
    def play(self) -> Situations:
        return Situations(self.cast)


class ACampaign(OfCampaigns):
    model = Campaign

    def bring(self, situation: str) -> UUID:
        campaign = self.play.published() if situation in ("issued", "closed") else self.play.addressed()
        with self.play.acting(self.cast.regulator) as by:
            if situation == "closed":
                api.close(campaign, by=by)
            if situation == "discarded":
                api.discard(campaign, why="另行发文", by=by)
        return campaign.pk

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "publish": lambda one, by: api.publish(one, by=by),
            "discard": lambda one, by: api.discard(one, why="另行发文", by=by),
            "close": lambda one, by: api.close(one, by=by),
        }


class AProposal(OfCampaigns):
    model = Proposal

    def bring(self, situation: str) -> UUID:
        campaign = self.play.read()
        line = campaign.proposals.in_order().select_related("campaign__issuer").first()
        steps = {"accepted": ["accept"], "dropped": ["drop"], "split": ["split"]}.get(situation, [])
        with self.play.acting(self.cast.regulator) as by:
            for step in steps:
                self.steps[step](line, by)
        assert line is not None
        return line.pk

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "accept": lambda one, by: api.accept(one, by=by),
            "drop": lambda one, by: api.drop(one, reason="与上一条重复", by=by),
            "split": lambda one, by: api.split(one, ["开展自查", "报送情况"], by=by),
            "reopen": lambda one, by: api.reopen(one, by=by),
        }


class ADispatch(OfCampaigns):
    model = Dispatch

    def bring(self, situation: str) -> UUID:
        with mock.patch.object(sending, "IN_THE_REQUEST", 0):
            campaign = self.play.published()
        dispatch = Dispatch.objects.select_related("campaign__issuer").get(campaign=campaign)
        with self.play.acting(self.cast.regulator) as by:
            if situation == "paused":
                sending.pause(dispatch, by=by)
            if situation == "sent":
                sending.send_all(dispatch, by=by)
        return dispatch.pk

    @property
    def steps(self) -> Mapping[str, Deed]:
        return {
            "pause": lambda one, by: sending.pause(one, by=by),
            "resume": lambda one, by: sending.resume(one, by=by),
            "finish": lambda one, by: sending.send_batch(one.pk, by=by),
        }
