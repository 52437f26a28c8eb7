"""停工令 as official paper (GB/T 9704-2012 layout), from nothing but what it said when it was given out."""

from __future__ import annotations

from typing import Any

from weian.foundation.documents.paper import Kind, Paper, Para, Text
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.ground.works.models import Site, StopOrder
from weian.ground.works.numbers import STOP
from weian.ground.works.pack_schema import papers
from weian.kernel import clock


def body_of(site: Site, office: Unit, halted: int) -> dict[str, Any]:
    """What the order says beside its reason: who gives it to whom, over what. Kept with it and never edited."""
    to = [site.contractor.name] if office.pk == site.unit_id else [site.unit.name, site.contractor.name]
    paper = papers().get(STOP)
    return {
        "title": paper.title if paper else "停工令", "office": office.name, "to": to, "site": site.name,
        "owner": site.unit.name, "builder": site.contractor.name, "supervisor": site.supervisor, "halted": halted,
    }  # fmt: skip


def paper_of(made: StopOrder) -> Paper:
    """The same order always gives the same paper."""
    told = made.body
    return Paper(
        title=told["title"], doc_no=made.no, issuer=told["office"], addressees=told["to"],
        blocks=[Para(runs) for runs in paragraphs(made)], cc=[told["supervisor"]] if told["supervisor"] else [],
        signature=told["office"], date=made.ordered_at.astimezone(clock.SHANGHAI).date(), demo=org.is_demo(),
    )  # fmt: skip


def paragraphs(made: StopOrder) -> list[list[Text]]:
    told, at = made.body, made.ordered_at.astimezone(clock.SHANGHAI)
    halted = f"作业票 {told['halted']} 张同时叫停。" if told["halted"] else ""
    return [
        [Text(f"{told['owner']}的“{told['site']}”由{told['builder']}施工，自", Kind.QUOTED),
         Text(f"{at:%Y}年{at.month}月{at.day}日{at:%H:%M}", Kind.DATE), Text("起停止施工。")],
        [Text("停工原因和整改要求："), Text(made.reason, Kind.QUOTED)],
        [Text(halted, Kind.QUOTED), Text("停工期间不得施工、不得申请作业票，为消除险情采取的措施除外。")],
        [Text("整改完毕后申请复工，写明改了什么并附整改后的照片。经申请人以外的另一人核查同意后才能恢复施工。")],
    ]  # fmt: skip
