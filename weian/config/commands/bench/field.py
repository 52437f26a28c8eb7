"""Field work: what a phone sends after a day without network, and the lists of those who look at it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from weian.config.commands.bench.questions import Asked, Getter, client_of, expect, plain, text_of, viewer_of

KEEPER, OFFICER = "demo-keeper", "demo-officer"
SHEET = "pack:alcohol_point"  # five items
INSPECTIONS, AT_ONCE = 100, 20  # the phone sends twenty acts at once (outbox.js)
EVERY = 10  # of ten inspections one finds something
SENT = 8  # times: each leaves a hundred inspections for good
_INSPECTION = re.compile(r'href="/inspections/([0-9a-f-]{36})/"')
_PLACE = re.compile(r'href="/places/([0-9a-f-]{36})/"')


def field_work() -> list[Asked]:
    officer = viewer_of(OFFICER)
    get = Getter(officer)
    unit = officer.unit
    here = f"org_pos >= {unit.pos} AND org_pos < {unit.end}"
    done = f"FROM inspections_inspection WHERE {here} AND mode = 'round'"
    newest = f"SELECT uid {done} ORDER BY made_at DESC, uid DESC LIMIT 50"
    places = f"SELECT uid FROM registry_subject WHERE {here} AND (valid_to IS NULL OR valid_to >= CURRENT_DATE)"
    return [
        get.page("检查清单", "/inspections/?view=rounds", _same(newest), 'FROM "inspections_inspection"'),
        get.page("场所点位", "/places/", _same_set(places), 'FROM "registry_subject"'),
        get.page("今天的巡查", "/rounds/day/", _answered, 'FROM "rounds_visit"'),
        _syncing(),
    ]


def _same(statement: str) -> Callable[[Any, Any], None]:
    def check(answer: Any, _: Any) -> None:
        wanted = [str(row[0]) for row in plain(statement)]
        shown = list(dict.fromkeys(_INSPECTION.findall(text_of(answer))))
        expect(bool(wanted), "库里没有可以核对的检查")
        expect(shown == wanted, f"应列 {len(wanted)} 次检查，列出 {len(shown)} 次，或顺序不同")

    return check


def _same_set(statement: str) -> Callable[[Any, Any], None]:
    def check(answer: Any, _: Any) -> None:
        wanted = {str(row[0]) for row in plain(statement)}
        shown = set(_PLACE.findall(text_of(answer)))
        expect(bool(wanted) and shown == wanted, f"应列 {len(wanted)} 处场所，列出 {len(shown)} 处")

    return check


def _answered(answer: Any, _: Any) -> None:
    expect("巡查" in text_of(answer), "没有巡查")


def _syncing() -> Asked:
    """The whole of it as a phone sends it: so many requests one after the other."""
    keeper = viewer_of(KEEPER)
    client = client_of(keeper)
    points = _points(keeper)

    def ask(given: list[str]) -> Any:
        return [client.post("/m/sync/", one, content_type="application/json") for one in given]

    def check(answers: Any, given: list[str]) -> None:
        outcomes = [one["outcome"] for answer in answers for one in json.loads(text_of(answer))["outcomes"]]
        expect(outcomes == ["done"] * INSPECTIONS, f"应收下 {INSPECTIONS} 次检查，收下 {outcomes.count('done')} 次")
        line = json.loads(given[0])["line"]
        found = plain(
            f"SELECT count(*), sum((SELECT count(*) FROM jsonb_object_keys(i.answers))),"
            f" count(DISTINCT v.uid), count(DISTINCT e.uid), max(l.floor)"
            f" FROM phone_arrival a JOIN inspections_inspection i ON i.uid = a.uid"
            f" JOIN phone_line l ON l.uid = a.line_id"
            f" LEFT JOIN rounds_visit v ON v.source_uid = i.uid"
            f" LEFT JOIN audit_event e ON e.record = i.uid AND e.verb = 'inspection.submitted'"
            f" WHERE a.line_id = '{line}'"
        )[0]
        wanted = (INSPECTIONS, 5 * INSPECTIONS, INSPECTIONS, INSPECTIONS, INSPECTIONS)
        expect(tuple(map(int, found)) == wanted, f"应有 {wanted}，实有 {found}")

    return Asked(
        f"同步 {INSPECTIONS} 次检查、{5 * INSPECTIONS} 项", keeper, ask, check,
        prepare=lambda: list(_sendings(keeper, points)), most=SENT,
    )  # fmt: skip


def _points(keeper: Any) -> list[tuple[Any, str]]:
    """The places of the house with the codes on their walls."""
    found = plain(
        f"SELECT s.uid, l.token FROM registry_subject s JOIN registry_label l ON l.subject_id = s.uid"
        f" WHERE s.unit_id = '{keeper.unit.pk}' AND l.revoked_at IS NULL AND s.valid_to IS NULL ORDER BY s.uid"
    )
    expect(bool(found), "没有带标签的场所")
    return found


def _sendings(keeper: Any, points: list[tuple[Any, str]]) -> Iterator[str]:
    from weian.ground.checklists import api as checklists
    from weian.kernel import clock, scope

    with scope.applied(keeper.scope):
        sheet = checklists.sheet(SHEET)
    well = {one.code: {"v": one.high if one.kind == "reading" else "pass"} for one in sheet.items}
    read = next(one for one in sheet.items if one.kind == "reading")
    line, now = str(uuid4()), clock.now()
    acts = []
    for at in range(INSPECTIONS):
        subject, token = points[at % len(points)]
        answers = well | ({read.code: {"v": (read.high or 0) + at + 1}} if at % EVERY == 0 else {})
        ended = now - timedelta(minutes=4 * (INSPECTIONS - at))
        body = {
            "sheet": sheet.ref, "subject": str(subject), "mode": "round", "scan": token, "answers": answers,
            "started_at": (ended - timedelta(minutes=3)).isoformat(), "ended_at": ended.isoformat(),
        }  # fmt: skip
        act = {
            "uid": str(uuid4()), "seq": at + 1, "kind": "inspection.submit", "v": 1, "offset": 0,
            "made_at": ended.isoformat(), "post": str(keeper.appointment.uid), "body": body, "photos": [],
        }  # fmt: skip
        acts.append(act)
    for start in range(0, INSPECTIONS, AT_ONCE):
        told = {
            "v": 1, "line": line, "head": INSPECTIONS, "pending": [[start + 1, INSPECTIONS]], "build": "bench",
            "device_now": now.isoformat(), "acts": acts[start : start + AT_ONCE],
        }  # fmt: skip
        yield json.dumps(told)
