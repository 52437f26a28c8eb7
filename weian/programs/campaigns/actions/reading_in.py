"""Reading a notice in: document, campaign, stages, proposals and proposed addressees, or nothing at all."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.foundation.documents.reading import Reading, Unreadable, read_text
from weian.foundation.documents.reading.files import text_of
from weian.foundation.evidence import api as evidence
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.kernel import clock
from weian.programs.campaigns import access
from weian.programs.campaigns.actions.addressing import propose_addressees
from weian.programs.campaigns.contacts import contacts_in
from weian.programs.campaigns.forms_of import end_of, form_named_in
from weian.programs.campaigns.models import Campaign, Proposal, Stage, TaskList
from weian.programs.campaigns.pack_schema import campaign_forms
from weian.programs.campaigns.proposing import Draft, Tables, draft_all
from weian.programs.campaigns.queries import end_by_node


@transaction.atomic
def read_notice(*, by: Viewer, uid: UUID, text: str = "", upload: UploadedFile[bytes] | None = None) -> Campaign:
    """Read one notice for the viewer's unit. Reading the same content again under the same uid changes nothing.

    Raises Unreadable (nothing that can be read), evidence's Rejected (a file that is not kept) and Refused (no right,
    or other content under a used uid); each carries a Chinese sentence.
    """
    access.check_can_read_in(by)
    content = _bytes_of(upload) if upload else text.encode()
    digest = hashlib.sha256(content).hexdigest()
    known = Campaign.objects.filter(pk=uid).first()
    if known:
        return _same(known, digest, by)
    text = text_of(content, upload.name) if upload else text
    reading = read_text(text)
    if not reading.clauses:
        raise Unreadable("没有读出任何条款。请核对是不是通知全文，正文应有“一、”“（一）”这样的条目。")
    return _keep(reading, text, upload, digest, uid, by)


def _same(known: Campaign, digest: str, by: Viewer) -> Campaign:
    if known.digest != digest or known.read_by != by.actor_uid:
        raise Refused("这一页已经读入过另一份通知。请从“读入通知”重新打开一页，再读这一份。")
    return known


def _keep(
    reading: Reading, text: str, upload: UploadedFile[bytes] | None, digest: str, uid: UUID, by: Viewer
) -> Campaign:  # fmt: skip
    document_uid = uuid5(uid, "document")
    kept = _kept_file(upload, document_uid, by) if upload else None
    document = documents.draft_notice(reading, by=by, unit=by.unit, text=text, attachment=kept, uid=document_uid)
    campaign = _campaign(reading, document, by.unit)
    campaign.uid, campaign.digest = uid, digest
    campaign.read_at, campaign.read_by = clock.now(), by.actor_uid
    drafts = draft_all(reading, Tables.in_force(by.unit))
    facts = {"title": campaign.title, "digest": digest, "clauses": len(reading.clauses), "proposals": len(drafts)}
    audit.created(campaign, "campaign.read", by=by, facts=facts)
    _stages(campaign, reading)
    _lists(campaign)
    _proposals(campaign, drafts, document)
    propose_addressees(campaign, by.unit)
    return campaign


def _bytes_of(upload: UploadedFile[bytes]) -> bytes:
    upload.seek(0)
    return bytes(upload.read())


def _kept_file(upload: UploadedFile[bytes], owner: UUID, by: Viewer) -> evidence.Attachment:
    upload.seek(0)
    return evidence.keep(
        upload, by=by, unit=by.unit, owner_kind="document", owner_uid=owner, role="file", uid=uuid5(owner, "file")
    )


def _campaign(reading: Reading, document: Document, issuer: Unit) -> Campaign:
    days = [day for stage in reading.stages for day in (stage.first, stage.last) if day]
    dues = [report.due for report in reading.reports if report.due]
    last = reading.stages[-1] if reading.stages else None
    open_end = last.to_event if last and last.to_event and not last.last else ""
    starts = min([*days, *([reading.issued_on] if reading.issued_on else [])], default=None)
    form = form_named_in(document.title)
    written = max([*days, *dues], default=None)
    return Campaign(
        document=document, issuer=issuer, title=document.title[:200], contacts=contacts_in(reading.paragraphs),
        form=form.code if form else "", starts=starts,
        ends=None if open_end else written or end_by_node(form, issuer, starts) or end_of(form, starts, document.title),
        ends_event=(open_end or "")[:120],
        paragraphs=[{"line": p.line, "kind": p.kind, "clause_no": p.clause_no} for p in reading.paragraphs],
        warnings=list(reading.warnings), addressed_to=list(reading.addressees),
    )  # fmt: skip


def _stages(campaign: Campaign, reading: Reading) -> None:
    """Stages as written. One that ends before it starts keeps its start alone: the warning tells, nobody guesses."""
    rows = []
    for number, stage in enumerate(reading.stages, 1):
        last = stage.last if not (stage.first and stage.last and stage.last < stage.first) else None
        rows.append(
            Stage(
                campaign=campaign, order=number, name=stage.name[:120], from_date=stage.first, to_date=last,
                from_event=(stage.from_event or "")[:120], to_event=(stage.to_event or "")[:120],
            )
        )  # fmt: skip
    Stage.objects.bulk_create(rows)


def _lists(campaign: Campaign) -> None:
    """The lists that this form of campaign usually has; the issuer renames or drops them."""
    form = campaign_forms().get(campaign.form)
    TaskList.objects.bulk_create(
        TaskList(campaign=campaign, name=name, order=order) for order, name in enumerate(form.lists if form else (), 1)
    )


def _proposals(campaign: Campaign, drafts: list[Draft], document: Document) -> None:
    clauses = list(document.clauses.order_by("order"))
    Proposal.objects.bulk_create(
        Proposal(campaign=campaign, order=number, clause=clauses[draft.clause], **draft.values())
        for number, draft in enumerate(drafts, 1)
    )
