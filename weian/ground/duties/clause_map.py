"""条款对照: a local plan answers every clause of the document above – as it stands, or in more detail, never less.

Source: requirement S2-0.2. The map is kept in the facts of the plan's record, so the reference to each clause above
stays with the plan for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from weian.foundation.documents.models import Clause
from weian.ground.duties.models import Obligation, OwedBy, Record

KIND = "clause_map"
HOW = {"kept": "照办", "detailed": "细化"}
MOST_WORDS = 1000


@dataclass(frozen=True)
class Row:
    """One clause above, what the plan says to it, and what is wrong with what was typed."""

    clause: Clause
    titles: tuple[str, ...]
    how: str = ""
    text: str = ""
    error: str = ""

    @property
    def word(self) -> str:
        return HOW.get(self.how, "")


def is_asked(obligation: Obligation) -> bool:
    return KIND in obligation.evidence


def to_answer(obligation: Obligation) -> list[Row]:
    """The clauses that ask something of those below the issuer, in their order; not the one that asks for the plan."""
    asked = (
        Obligation.objects.filter(
            document=obligation.document_id,
            owed_by=OwedBy.ADDRESSEES,
            clause__isnull=False,
            added_why="",
            standing_of=None,
        )
        .exclude(status=Obligation.Status.ANNULLED)
        .exclude(pk=obligation.pk)
        .select_related("clause")
        .order_by("clause__order", "order")
    )
    titles: dict[UUID, list[str]] = {}
    clauses: dict[UUID, Clause] = {}
    for one in asked:
        if one.clause is not None and one.clause_id is not None:
            clauses[one.clause_id] = one.clause
            titles.setdefault(one.clause_id, []).append(one.title)
    return [Row(clause, tuple(titles[uid])) for uid, clause in clauses.items()]


def answered(obligation: Obligation, records: Iterable[Record]) -> list[Row]:
    """The same rows with what the records of the plan say to each; a later record stands over an earlier one."""
    said = {str(one["clause"]): one for record in records for one in record.facts.get("clauses", [])}
    return [_said(row, said.get(str(row.clause.pk), {})) for row in to_answer(obligation)]


def sentence(rows: Iterable[Row]) -> str:
    """What is missing, by the numbers of the clauses; empty where every clause is answered."""
    lacking = [row.clause.label for row in rows if not row.how]
    if not lacking:
        return ""
    return f"条款对照里还缺上级文件的{'、'.join(lacking)}。上级的要求可以细化、可以增加，不能少。"


def typed(obligation: Obligation, posted: QueryDict | Mapping[str, Any] | None, records: Iterable[Record]) -> list[Row]:
    """The rows as they were typed on the form; without a form, as the records before it say."""
    known = answered(obligation, records)
    if not isinstance(posted, QueryDict):
        return known
    return [_typed(row, posted) for row in known]


def facts(rows: Iterable[Row]) -> list[dict[str, str]]:
    return [{"clause": str(row.clause.pk), "how": row.how, "text": row.text} for row in rows if row.how]


def _said(row: Row, told: Mapping[str, Any]) -> Row:
    return Row(row.clause, row.titles, told.get("how", ""), told.get("text", ""))


def _typed(row: Row, posted: QueryDict) -> Row:
    how = posted.get(f"map_how_{row.clause.pk}", "")
    how = how if how in HOW else ""
    text = posted.get(f"map_text_{row.clause.pk}", "").replace("\x00", "").strip()
    if text and not how:
        how = "detailed"
    error = ""
    if how == "detailed" and not text:
        error = f"{row.clause.label}选了细化，请写本级怎么做。"
    if len(text) > MOST_WORDS:
        error = f"{row.clause.label}的细化太长，最多{MOST_WORDS}个字。"
    return Row(row.clause, row.titles, how, text, error)
