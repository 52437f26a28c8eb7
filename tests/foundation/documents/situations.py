"""Documents in the situations that tests speak of."""

from __future__ import annotations

import re

from django.http import HttpResponse

from tests.cast import Cast
from tests.conftest import acting, set_up
from weian.foundation.documents import api as documents
from weian.foundation.documents.api import Clause, Document, Receipt
from weian.foundation.documents.reading import read_text
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.people.viewer import Viewer
from weian.kernel.actor import System

NOTICE = """云泽市卫生健康委员会文件
云泽卫安〔2026〕12号
云泽市卫生健康委员会关于开展医疗卫生机构消防安全整治的通知
各县（市、区）卫生健康局、委直属各单位、第九医院、肿瘤医院：
为贯彻《全省医疗卫生机构消防整治方案》（云岭卫安〔2026〕3号）、《医疗机构消防管理九项规定》（国卫办〔2020〕1号）和《云岭省安全生产条例》，现就有关事项通知如下。
一、制定方案
各单位于2026年4月10日前制定整治方案。
二、开展自查
各单位每月开展一次消防自查，并按《危险化学品清查办法》（云岭危化〔2025〕8号）清查危险化学品。
云泽市卫生健康委员会
2026年3月20日
（信息公开形式：依申请公开）
抄送：云泽市安全生产委员会，云泽市消防救援支队。
"""
UPPER = {
    "云岭卫安〔2026〕3号": "全省医疗卫生机构消防整治方案",
    "国卫办〔2020〕1号": "医疗机构消防管理九项规定",
    "云岭危化〔2025〕8号": "危险化学品清查办法",
}


def upper_document(by: Viewer, doc_no: str, *, cites: str = "", disclosure: str = "internal") -> Document:
    """A document in the library of the viewer's commission."""
    text = f"{UPPER[doc_no]}\n{doc_no}\n{cites}\n一、总则\n各地认真组织实施。\n"
    reading = _Read(UPPER[doc_no], doc_no, text, cites)
    with acting(by):
        return documents.add_to_library(reading, by=by, text=text, kind="rule", disclosure=disclosure)


def draft(by: Viewer, text: str = NOTICE) -> Document:
    with acting(by):
        return documents.draft_notice(read_text(text), by=by, text=text)


def issued(cast: Cast, *units: Unit, by: Viewer | None = None, text: str = NOTICE) -> Document:
    """The notice, issued by the city (or `by`) to `units`, by default the county and the city hospital."""
    sender = by or cast.regulator
    document = draft(sender, text)
    with acting(sender):
        documents.issue(document, by=sender, addressees=units or (cast.county, cast.city_hospital))
    return document


def receipt(document: Document, unit: Unit) -> Receipt:
    with set_up():
        return Receipt.objects.select_related("unit", "document__unit", "sent_by").get(document=document, unit=unit)


def sign(document: Document, by: Viewer) -> Receipt:
    with acting(by):
        return documents.sign(receipt(document, by.unit), by=by)


def provincial_hospital(cast: Cast, name: str, **fields: object) -> Unit:
    """A hospital that the province supervises: outside the city's branch."""
    with set_up():
        return org.add_unit(
            by=System("布景"), parent=cast.province, kind="institution", level="province", type="special_hospital",
            name=name, **fields,
        )  # fmt: skip


def clause(document: Document, start: str) -> Clause:
    return next(one for one in document.clauses.all() if one.no.startswith(start))


def said(answer: HttpResponse) -> str:
    """The words of a page without blanks: figures are set apart by spaces on screen."""
    return re.sub(r"\s", "", answer.content.decode())


class _Read:
    """A short rule as the reader would return it."""

    def __init__(self, title: str, doc_no: str, text: str, cites: str) -> None:
        self.told = {
            "title": title, "doc_no": doc_no, "issuer": None, "issued_on": "2025-01-06", "addressees": [],
            "attachments": [], "cites": [{"title": None, "doc_no": cites}] if cites else [],
            "clauses": [{"no": "一", "heading": "总则", "text": "各地认真组织实施。", "line": [4, 5]}],
        }  # fmt: skip

    def to_dict(self) -> dict[str, object]:
        return self.told
