"""A province full of small institutions: imported by the product's own action, each with one person who does all."""

from __future__ import annotations

from collections.abc import Iterable

SENDER = "demo-province"
_EMPLOYED = """
    WITH fresh AS (
        SELECT u.uid AS unit, gen_random_uuid() AS person, gen_random_uuid() AS post FROM org_unit u
        WHERE u.kind = 'institution' AND u.pos > %(lo)s AND u.pos < %(hi)s
            AND NOT EXISTS (SELECT FROM people_post p WHERE p.reach_id = u.uid)
    ), people AS (
        INSERT INTO people_person (uid, name, phone, unit_id, staff_no, sort_key, initials)
        SELECT person, '量用时', '', unit, '', '', '' FROM fresh
    ), posts AS (
        INSERT INTO people_post (uid, unit_id, reach_id, title, post_class, domains)
        SELECT post, unit, unit, '负责人', 'sole', '[]' FROM fresh
    )
    INSERT INTO people_appointment (uid, person_id, post_id, deputy, valid_from)
    SELECT gen_random_uuid(), person, post, false, DATE '2020-01-01' FROM fresh
"""


def generate_units(wanted: int) -> None:
    """Add institutions below the counties of the demo's province until it has `wanted` units below it."""
    from django.db import connection

    from weian.config.commands.bench.questions import viewer_of
    from weian.foundation.audit import api as audit
    from weian.foundation.org import api as org
    from weian.foundation.org.models import Unit

    top = viewer_of(SENDER).unit
    below = Unit.objects.addressable().under(top).exclude(pk=top.pk)
    lacking = wanted - below.count()
    if lacking <= 0:
        return
    print(f"正在补 {lacking} 家单位……", flush=True)
    counties = list(below.commissions().filter(level="county").order_by("pos"))
    with audit.acting_as_system("量用时") as system, connection.cursor() as cursor:
        names = ((f"第{n}村卫生室（演示）", counties[n % len(counties)].name) for n in range(lacking))
        found = org.import_units(sheet(names), under=top, by=system)
        if found.result.errors:
            raise RuntimeError(found.result.errors[0].message)
        lo, hi = Unit.objects.values_list("pos", "end").get(pk=top.pk)
        cursor.execute(_EMPLOYED, {"lo": lo, "hi": hi})


def sheet(units: Iterable[tuple[str, str]]) -> bytes:
    """A workbook to import: the name of each small institution, and that of the unit above it."""
    from weian.kernel.sheets import write_sheet

    rows = [[name, above, "村卫生室", "村级"] for name, above in units]
    return write_sheet("单位", ["单位名称", "上级单位", "类型", "层级"], rows)
