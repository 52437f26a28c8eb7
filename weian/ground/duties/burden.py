"""Who would have to act, counted in SQL for thousands of units at once: the routing of `routing.py` as sets.

Posts that handle the same domains at the same kind of unit under the same documents are alike; there are few such
shapes, however many units there are, and whatever is asked of one post of a shape is asked of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from weian.foundation.org.models import Unit
from weian.foundation.people.api import PostClass
from weian.ground.duties.models import Sort
from weian.ground.duties.pack_schema import route_rules
from weian.ground.duties.recorded import sources
from weian.ground.duties.routing import DESK
from weian.kernel import planning

MOST_DOMAINS = 60  # bits of a bigint
MOST_DOCUMENTS = 60

_CHOSEN = "WITH chosen(unit, kind, type, grade, light) AS MATERIALIZED ({units}), "
_SHAPES = """
rooms AS (
    SELECT c.unit, c.unit AS room FROM chosen c
    UNION ALL
    SELECT c.unit, d.uid FROM chosen c JOIN org_unit d ON d.parent_id = c.unit AND d.kind = 'department'
),
held AS MATERIALIZED (
    SELECT r.unit, p.uid AS post, p.post_class, p.domains, w.name, w.pos, p.title
    FROM rooms r JOIN people_post p ON p.unit_id = r.room AND p.ended_on IS NULL JOIN org_unit w ON w.uid = r.room
    WHERE EXISTS (SELECT FROM people_appointment a WHERE a.post_id = p.uid AND a.valid_to IS NULL)
),
asked AS (
    SELECT domain, 1::bigint << (n - 1)::int AS bit FROM unnest(%(domains)s::text[]) WITH ORDINALITY AS d(domain, n)
),
words AS (
    SELECT a.bit, w.word, w.n FROM unnest(%(of)s::text[], %(words)s::text[], %(ranks)s::int[]) AS w(domain, word, n)
    JOIN asked a USING (domain)
),
special AS MATERIALIZED (
    SELECT DISTINCT ON (unit, bit) unit, bit, post FROM (
        SELECT r.unit_id AS unit, a.bit, r.post_id AS post, 0 AS rank, 0::bigint AS pos, '' AS title
        FROM duties_routing r JOIN chosen c ON c.unit = r.unit_id JOIN asked a ON a.domain = r.domain
        UNION ALL
        SELECT h.unit, a.bit, h.post, 1, h.pos, h.title FROM held h
        CROSS JOIN LATERAL jsonb_array_elements_text(h.domains) AS own(domain) JOIN asked a USING (domain)
        UNION ALL
        SELECT h.unit, w.bit, h.post, 1 + w.n, h.pos, h.title FROM held h
        JOIN words w ON position(w.word IN h.name) > 0 WHERE h.post_class = %(head)s
    ) AS fitting ORDER BY unit, bit, rank, pos, title
),
desk AS (
    SELECT DISTINCT ON (h.unit) h.unit, h.post FROM held h
    JOIN unnest(%(desk)s::text[]) WITH ORDINALITY AS d(post_class, n) USING (post_class)
    ORDER BY h.unit, d.n, h.pos, h.title
),
taken AS (SELECT unit, bit_or(bit) AS mask FROM special GROUP BY unit),
share AS (
    SELECT unit, post, bit FROM special
    UNION ALL
    SELECT c.unit, d.post, %(all)s::bigint & ~coalesce(t.mask, 0)
    FROM chosen c LEFT JOIN desk d USING (unit) LEFT JOIN taken t USING (unit)
),
falling AS (SELECT unit, post, bit_or(bit) AS mask FROM share GROUP BY unit, post)
"""
_COUNTED = """,
busy AS (
    SELECT r.unit_id AS unit, bit_or(1::bigint << (d.n - 1)::int) AS mask
    FROM unnest(%(documents)s::uuid[]) WITH ORDINALITY AS d(document, n)
    JOIN documents_receipt r ON r.document_id = d.document AND r.via <> 'copy' JOIN chosen c ON c.unit = r.unit_id
    GROUP BY r.unit_id
)
SELECT c.kind, c.type, c.grade, c.light, f.post IS NOT NULL, f.mask, coalesce(b.mask, 0), count(*)
FROM falling f JOIN chosen c USING (unit) LEFT JOIN busy b USING (unit)
WHERE f.mask <> 0 GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
_LACKING = """
SELECT f.unit FROM falling f JOIN chosen c USING (unit) JOIN org_unit u ON u.uid = f.unit
JOIN unnest(%(kinds)s::text[], %(types)s::text[], %(grades)s::text[], %(lights)s::boolean[], %(masks)s::bigint[])
    AS k(kind, type, grade, light, mask) ON (k.kind, k.type, k.grade, k.light) = (c.kind, c.type, c.grade, c.light)
WHERE f.post IS NULL AND f.mask & k.mask <> 0 ORDER BY u.pos LIMIT %(limit)s
"""
_ANSWERED = """
answered AS (
    SELECT c.kind, c.type, c.grade, c.light, k.kind AS asked, o.domain, t.unit_id
    FROM unnest(%(asked)s::text[], %(since)s::date[]) AS k(kind, since)
    JOIN duties_record r ON r.kind = k.kind AND r.happened_on >= k.since
    JOIN duties_answer a ON a.record_id = r.uid JOIN duties_task t ON t.uid = a.task_id AND t.status = 'accepted'
    JOIN duties_obligation o ON o.uid = t.obligation_id JOIN chosen c ON c.unit = t.unit_id{held}
)
SELECT kind, type, grade, light, asked, domain, count(DISTINCT unit_id) FROM answered GROUP BY 1, 2, 3, 4, 5, 6
"""
# What is on record elsewhere, ready to be used; what is of no domain in particular counts for the general one.
_HELD = """
    UNION ALL
    SELECT c.kind, c.type, c.grade, c.light, {asked}, coalesce(nullif(h.domain, ''), %(general)s), h.unit
    FROM ({rows}) AS h(unit, domain) JOIN chosen c ON c.unit = h.unit"""


@dataclass(frozen=True)
class Shape:
    """So many posts at units of this sort handle exactly these domains, and are under these documents already.

    Without `has_post` it counts units where nobody is found for the domains.
    """

    sort: Sort
    has_post: bool
    domains: frozenset[str]
    documents: frozenset[UUID]
    count: int


def shapes(units: QuerySet[Unit], domains: Sequence[str], documents: Sequence[UUID] = ()) -> list[Shape]:
    """The posts of `units` by what of `domains` falls to them; at most 60 domains and 60 documents. One statement."""
    named, papers = list(dict.fromkeys(domains))[:MOST_DOMAINS], list(documents)[:MOST_DOCUMENTS]
    if not named:
        return []
    rows = _asked(units, _SHAPES + _COUNTED, {**_routing(named), "documents": papers})
    return [
        Shape(Sort(*sort), has_post, frozenset(_bits(mask, named)), frozenset(_bits(busy, papers)), count)
        for *sort, has_post, mask, busy, count in rows
    ]


def units_lacking(
    units: QuerySet[Unit], domains: Sequence[str], needed: Mapping[Sort, set[str]], *, limit: int
) -> list[UUID]:
    """The first units (by place) where nobody is found for some domain that `needed` names for their sort."""
    named = list(dict.fromkeys(domains))[:MOST_DOMAINS]
    masks = [sum(1 << at for at, one in enumerate(named) if one in wanted) for wanted in needed.values()]
    kinds, types, grades, lights = ([sort[at] for sort in needed] for at in range(4))
    values = {
        **_routing(named), "kinds": kinds, "types": types, "grades": grades, "lights": lights, "masks": masks,
        "limit": limit,
    }  # fmt: skip
    return [row[0] for row in _asked(units, _SHAPES + _LACKING, values)]


def answered(
    units: QuerySet[Unit], since: Mapping[str, date], *, general: str = ""
) -> dict[tuple[Sort, str, str], int]:
    """(sort of unit, kind of ask, domain) → units with an accepted record of that kind since that day, or with one that
    is on record elsewhere and could be used at once (`recorded.py`)."""
    values: dict[str, Any] = {"asked": list(since), "since": list(since.values()), "general": general}
    held = ""
    for n, (kind, recorded) in enumerate(_held(since)):
        sql, names = named(recorded, f"held{n}")
        values |= {**names, f"kind{n}": kind}
        held += _HELD.format(asked=f"%(kind{n})s", rows=sql)
    rows = _asked(units, _ANSWERED.format(held=held), values)
    return {(Sort(*sort), asked, domain): count for *sort, asked, domain, count in rows}


def _held(since: Mapping[str, date]) -> Iterator[tuple[str, QuerySet[Any]]]:
    """What all sources have of each kind since its day."""
    for kind, day in since.items():
        for source in sources().values():
            rows = source.held(kind, day) if source.held else None
            if rows is not None:
                yield kind, rows


def _routing(named: list[str]) -> dict[str, Any]:
    rules = route_rules()
    ranked = [(one, word, n) for one in named if one in rules for n, word in enumerate(rules[one].departments, 1)]
    return {
        "domains": named, "of": [one[0] for one in ranked], "words": [one[1] for one in ranked],
        "ranks": [one[2] for one in ranked], "head": str(PostClass.HEAD), "desk": [str(one) for one in DESK],
        "all": (1 << len(named)) - 1,
    }  # fmt: skip


def _asked(units: QuerySet[Unit], statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    inner, names = named(units.order_by().values_list("pk", "kind", "type", "grade", "light"), "unit")
    with planning.hashed(), connection.cursor() as cursor:
        cursor.execute(_CHOSEN.format(units=inner) + statement, {**values, **names})
        return list(cursor.fetchall())


def named(rows: QuerySet[Any], prefix: str) -> tuple[str, dict[str, Any]]:
    """A question as SQL with named parameters."""
    sql, params = rows.query.sql_with_params()
    names = {f"{prefix}_{n}": one for n, one in enumerate(params)}
    return sql % tuple(f"%({name})s" for name in names), names


def _bits(mask: int, names: Sequence[Any]) -> list[Any]:
    return [one for at, one in enumerate(names) if mask >> at & 1]
