"""A document comes in: our own notice as a draft, or an outside body's into the library."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from weian.foundation.audit import api as audit
from weian.foundation.documents import access, citing
from weian.foundation.documents.models import Cite, Clause, Document
from weian.foundation.documents.states import DocumentStatus
from weian.foundation.evidence.models import Attachment
from weian.foundation.org.models import Unit
from weian.foundation.people.api import Refused, Viewer
from weian.kernel import clock
from weian.kernel.actor import Actor
from weian.kernel.text.numbers import normalise_doc_no

_DISCLOSURE = re.compile(r"主动公开|依申请公开|不予公开|此件公开发布|此件不公开")
_CC = re.compile(r"^\s*抄\s*送\s*[:：]\s*(.+?)[。．\s]*$")


class NoticeRead(Protocol):
    """What the reader of notices returns; only its plain form is used here."""

    def to_dict(self) -> Mapping[str, Any]: ...


def draft_notice(
    reading: NoticeRead, *, by: Actor, text: str, attachment: Attachment | None = None, unit: Unit | None = None,
    uid: UUID | None = None, kind: str = Document.Kind.NOTICE, read_hours: int | None = None,
) -> Document:  # fmt: skip
    """Put a read notice down as a draft of `unit` (default the viewer's), with its clauses and what it cites.

    Nothing is decided by that: what the notice asks is confirmed by a person before it is issued. The same `uid` with
    the same text again returns the draft. Raises Refused.
    """
    owner = unit or _unit_of(by)
    access.check_can_keep(by, owner)
    values = _values(reading.to_dict(), text)
    values |= {"kind": kind, "issuer": owner, "status": DocumentStatus.DRAFT, "read_hours": read_hours}
    return _add(reading.to_dict(), values, by=by, unit=owner, attachment=attachment, uid=uid, verb="document.drafted")


def add_to_library(
    reading: NoticeRead, *, by: Actor, text: str, kind: str, attachment: Attachment | None = None,
    unit: Unit | None = None, uid: UUID | None = None, disclosure: str = Document.Disclosure.INTERNAL,
) -> Document:  # fmt: skip
    """Put an outside body's document into the library of `unit`: units below read it, notices that cite it find it.

    Raises Refused where the library has a valid document of that number.
    """
    owner = unit or _unit_of(by)
    access.check_can_keep(by, owner)
    values = _values(reading.to_dict(), text)
    _check_new(owner, values["doc_no_norm"], uid)
    values |= {"kind": kind, "issuer": None, "status": DocumentStatus.ISSUED, "disclosure": disclosure}
    return _add(reading.to_dict(), values, by=by, unit=owner, attachment=attachment, uid=uid, verb="document.added")


def _add(
    told: Mapping[str, Any], values: dict[str, Any], *, by: Actor, unit: Unit, attachment: Attachment | None,
    uid: UUID | None, verb: str,
) -> Document:  # fmt: skip
    repeated = Document.objects.filter(pk=uid).first() if uid else None
    if repeated:
        return _same(repeated, values, by)
    with transaction.atomic():
        document = Document(
            uid=uid or uuid.uuid4(), unit=unit, made_at=clock.now(), made_by=by.actor_uid,
            source=attachment.uid if attachment else None, **values,
        )  # fmt: skip
        audit.created(document, verb, by=by, facts={"title": document.title, "doc_no": document.doc_no})
        clauses = Clause.objects.bulk_create(_clauses(document, told.get("clauses") or ()))
        Cite.objects.bulk_create(_cites(document, told.get("cites") or (), clauses))
        citing.link_cites_to(document)
    return document


def _same(kept: Document, values: Mapping[str, Any], by: Actor) -> Document:
    if kept.made_by != by.actor_uid or kept.body != values["body"]:
        raise Refused("这个编号下已经存过另一份文件。请刷新页面后重新录入。")
    return kept


def _values(told: Mapping[str, Any], text: str) -> dict[str, Any]:
    title = (told.get("title") or "").strip()
    if not title:
        raise Refused("没有读出文件标题。请补上标题后再录入。")
    doc_no = (told.get("doc_no") or "").strip()
    return {
        "title": title[:300], "doc_no": doc_no[:80], "doc_no_norm": normalise_doc_no(doc_no)[:80],
        "issuer_name": (told.get("issuer") or "")[:200], "issued_on": _day(told.get("issued_on")),
        "addressees": list(told.get("addressees") or ()), "enclosures": list(told.get("attachments") or ()),
        "cc": _cc(text), "disclosure": _disclosure(text), "body": text,
    }  # fmt: skip


def _clauses(document: Document, told: Sequence[Mapping[str, Any]]) -> Iterable[Clause]:
    for order, clause in enumerate(told):
        first, last = clause["line"]
        yield Clause(
            document=document, order=order,
            no=(clause.get("no") or "")[:60], heading=(clause.get("heading") or "")[:300],
            text=clause.get("text") or "", first_line=first, last_line=last,
        )  # fmt: skip


def _cites(document: Document, told: Sequence[Mapping[str, Any]], clauses: Sequence[Clause]) -> Iterable[Cite]:
    named = [cite for cite in told if cite.get("title") or cite.get("doc_no")]
    for order, cite in enumerate(named):
        title, doc_no = (cite.get("title") or "")[:300], (cite.get("doc_no") or "")[:80]
        made = Cite(
            document=document, order=order, title=title, doc_no=doc_no, doc_no_norm=normalise_doc_no(doc_no)[:80],
            clause=citing.only_clause(document, clauses, title, doc_no),
        )  # fmt: skip
        made.target = citing.target_of(made, document)
        yield made


def _check_new(unit: Unit, doc_no_norm: str, uid: UUID | None) -> None:
    if not doc_no_norm:
        return
    kept = Document.objects.issued().filter(unit=unit, doc_no_norm=doc_no_norm)
    one = (kept.exclude(pk=uid) if uid else kept).first()
    if one is not None:
        raise Refused(f"文件库里已有 {one.doc_no}《{one.title}》。要替换它，请先将其废止。")


def _unit_of(by: Actor) -> Unit:
    if not isinstance(by, Viewer):
        raise ValueError("the system must say for which unit")
    return by.unit


def _day(told: date | str | None) -> date | None:
    return date.fromisoformat(told) if isinstance(told, str) else told


def _cc(text: str) -> list[str]:
    """抄送机关 as written (GB/T 9704-2012, 7.4.2): parted by commas, closed by a full stop."""
    for line in text.splitlines():
        if found := _CC.match(line):
            return [name for name in re.split(r"[，,、；;]", found[1].strip()) if name.strip()]
    return []


def _disclosure(text: str) -> str:
    """What the document itself says of its publicity; silence means that it is not published."""
    said = _DISCLOSURE.findall(text)
    words = {"主动公开": "open", "此件公开发布": "open", "依申请公开": "on_request"}
    return words.get(said[-1], Document.Disclosure.INTERNAL) if said else Document.Disclosure.INTERNAL
