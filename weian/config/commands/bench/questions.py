"""What is asked, and what the answers must hold: the same question put to the database by another way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

COUNTY, CITY, SENDER = "demo-county", "demo-city", "demo-province"
IMPORTED = 10_000
WORDS = "消防"
_OPEN = "status NOT IN ('closed', 'merged')"
_HAZARD = re.compile(r'href="/hazards/([0-9a-f-]{36})/"')
_TASK = re.compile(r'href="/tasks/[0-9a-f-]{36}/([0-9a-f-]{36})/')


class Wrong(Exception):
    """An answer is not what the database holds."""


@dataclass(frozen=True)
class Asked:
    """One thing that is measured. `prepare` (not timed) gives what `ask` (timed) needs; `check` raises Wrong."""

    title: str
    viewer: Any
    ask: Callable[[Any], Any]
    check: Callable[[Any, Any], None]
    prepare: Callable[[], Any] = lambda: None
    main: str = ""  # a piece of the statement that gives the page its rows; empty for an act, where all count
    is_long: bool = False  # measured twice, without warming up
    most: int = 0  # runs at most, where each leaves a lot behind; 0: as many as asked for


def everything() -> list[Asked]:
    county = viewer_of(COUNTY)
    get = Getter(county)
    lo, hi = county.unit.span
    here = f"org_pos >= {lo} AND org_pos < {hi}"
    first = f"SELECT uid FROM hazards_hazard WHERE {here} AND {_OPEN} ORDER BY due_key, uid LIMIT 50"
    rows = '"hazards_hazard"."due_key" ASC'
    asked = [
        get.page("首页", "/", _in_county(here), rows),
        get.page("任务清单", "/tasks/", _tasks_of(lo, hi), 'FROM "duties_obligation"'),
        get.page("隐患清单，首页", "/hazards/", _same_rows(first), rows),
        get.page("隐患清单，三个条件", _conditions(), _same_rows(_conditioned(here)), rows),
        get.page("隐患清单，深处一页", *_deep(here), rows),
        get.page("隐患档案", *_record(here), 'FROM "hazards_hazard"'),
        get.page(f"搜索“{WORDS}”", f"/search/?q={WORDS}", _same_rows(_searched(here)), "weian_find_hazards"),
        get.page("驾驶舱（县）", "/reports/board/", _open_total(here), "hazards_hazard"),
        _board_of_a_city(),
    ]
    sender = viewer_of(SENDER)
    return [*asked, _reporting(county, here), _rehearsing(sender), _publishing(sender), _importing(sender, IMPORTED)]


class Getter:
    """Pages as one person gets them, with their main statement."""

    def __init__(self, viewer: Any) -> None:
        self.viewer, self.client = viewer, client_of(viewer)

    def page(self, title: str, url: str, check: Callable[[Any, Any], None], main: str) -> Asked:
        return Asked(title, self.viewer, lambda _: self.client.get(url), check, main=main)


def _conditions() -> str:
    return f"/hazards/?view=open&grade=general&mode=daily&since={_since()}"


def _since() -> str:
    from weian.kernel import clock

    return clock.today().replace(month=1, day=1).isoformat()


def _conditioned(here: str) -> str:
    return (
        f"SELECT uid FROM hazards_hazard WHERE {here} AND {_OPEN} AND grade = 'general'"
        f" AND found_mode = 'daily' AND found_on >= '{_since()}' ORDER BY due_key, uid LIMIT 50"
    )


def _deep(here: str) -> tuple[str, Callable[[Any, Any], None]]:
    """The page after the row at nine tenths of the list."""
    inside = f"FROM hazards_hazard WHERE {here} AND {_OPEN}"
    at = plain(f"SELECT count(*) * 9 / 10 {inside}")[0][0]
    day, uid = plain(f"SELECT due_key, uid {inside} ORDER BY due_key, uid OFFSET {at} LIMIT 1")[0]
    wanted = f"SELECT uid {inside} AND (due_key, uid) > ('{day}', '{uid}') ORDER BY due_key, uid LIMIT 50"
    return f"/hazards/?after={day}_{uid.hex}", _same_rows(wanted)


def _record(here: str) -> tuple[str, Callable[[Any, Any], None]]:
    """The hazard of the county on which most was done; the neighbour's must not even exist."""
    busiest = (
        f"SELECT h.uid, h.no FROM hazards_hazard h LEFT JOIN audit_event e ON e.record = h.uid WHERE {here}"
        " GROUP BY h.uid ORDER BY count(e.uid) DESC, h.uid LIMIT 1"
    )
    uid, number = plain(busiest)[0]
    foreign = plain(f"SELECT uid FROM hazards_hazard WHERE NOT ({here}) LIMIT 1")[0][0]
    elsewhere = client_of(viewer_of(COUNTY))

    def check(answer: Any, _: Any) -> None:
        _says(number)(answer, None)
        expect(elsewhere.get(f"/hazards/{foreign}/").status_code == 404, "邻县的隐患也能打开")

    return f"/hazards/{uid}/", check


def _searched(here: str) -> str:
    text = " OR ".join(f"{column} LIKE '%{WORDS}%'" for column in ("title", "text", "place", "no"))
    return (
        f"SELECT uid FROM hazards_hazard WHERE {here} AND ({text})"
        " ORDER BY (status = 'closed')::int, due_key, uid LIMIT 10"
    )


def _same_rows(statement: str) -> Callable[[Any, Any], None]:
    """The page links to exactly the hazards that the database gives for the same question, in the same order."""

    def check(answer: Any, _: Any) -> None:
        wanted = [str(row[0]) for row in plain(statement)]
        shown = list(dict.fromkeys(_HAZARD.findall(text_of(answer))))
        expect(bool(wanted), "库里没有可以核对的隐患，请多生成一些")
        expect(shown == wanted, f"应列 {len(wanted)} 条，列出 {len(shown)} 条，或顺序不同")

    return check


def _in_county(here: str) -> Callable[[Any, Any], None]:
    def check(answer: Any, _: Any) -> None:
        shown = set(_HAZARD.findall(text_of(answer)))
        listed = ",".join(f"'{one}'" for one in shown)
        expect(bool(shown), "一条隐患也没有列出")
        counted = plain(f"SELECT count(*) FROM hazards_hazard WHERE uid IN ({listed}) AND {here}")
        expect(counted[0][0] == len(shown), "列出了辖区以外的隐患")

    return check


def _tasks_of(lo: int, hi: int) -> Callable[[Any, Any], None]:
    def check(answer: Any, _: Any) -> None:
        units = set(_TASK.findall(text_of(answer)))
        listed = ",".join(f"'{one}'" for one in units)
        expect(bool(units), "一项任务也没有列出")
        counted = plain(f"SELECT count(*) FROM org_unit WHERE uid IN ({listed}) AND pos >= {lo} AND pos < {hi}")
        expect(counted[0][0] == len(units), "列出了辖区以外的任务")

    return check


def _says(words: str) -> Callable[[Any, Any], None]:
    return lambda answer, _: expect(words in text_of(answer), f"页面上没有“{words}”")


def _open_total(here: str) -> Callable[[Any, Any], None]:
    from weian.foundation.audit import api as audit
    from weian.ground.hazards.api import domains_apart

    with audit.acting_as_system("量用时"):
        apart = ", ".join(f"'{one}'" for one in sorted(domains_apart())) or "''"
    counted = f"SELECT count(*) FROM hazards_hazard WHERE {here} AND {_OPEN} AND domain NOT IN ({apart})"

    def check(answer: Any, _: Any) -> None:
        count = plain(counted)[0][0]
        expect(re.search(rf"(?<![\d,]){count:,}\s*条", text_of(answer)) is not None, f"在办隐患应为 {count} 条")

    return check


def _board_of_a_city() -> Asked:
    city = viewer_of(CITY)
    here = f"org_pos >= {city.unit.pos} AND org_pos < {city.unit.end}"
    return Getter(city).page("驾驶舱（市）", "/reports/board/", _open_total(here), "hazards_hazard")


def _importing(sender: Any, rows: int) -> Asked:
    """Units by Excel: read, checked, placed and written with one event; with a bad row nothing but a workbook."""
    from django.urls import reverse

    client, address = client_of(sender), reverse("units-import")
    counties = [name for (name,) in plain(
        f"SELECT name FROM org_unit WHERE kind = 'commission' AND level = 'county' AND ended_on IS NULL"
        f" AND pos > {sender.unit.pos} AND pos < {sender.unit.end} ORDER BY pos"
    )]  # fmt: skip

    def workbook(uid: UUID, last_above: str = "") -> Any:
        from django.core.files.uploadedfile import SimpleUploadedFile

        from weian.config.commands.bench.crowd import sheet

        units = [(f"卫生室{uid.hex[:8]}第{n}", counties[n % len(counties)]) for n in range(rows)]
        units[-1] = units[-1][0], last_above or units[-1][1]
        return SimpleUploadedFile("units.xlsx", sheet(units))

    def ask(given: tuple[UUID, Any]) -> Any:
        return client.post(address, {"file": given[1]})

    def check(answer: Any, given: tuple[UUID, Any]) -> None:
        expect(answer.status_code == 302, f"导入答复 {answer.status_code}")
        made = plain(f"SELECT count(*) FROM org_unit WHERE name LIKE '卫生室{given[0].hex[:8]}%'")[0][0]
        expect(made == rows, f"应导入 {rows} 家，实有 {made} 家")
        uid = uuid4()
        refused = client.post(address, {"file": workbook(uid, "没有这个县")})
        expect(refused.status_code == 422 and "没有找到这个单位" in refused.content.decode(), "坏的一行没有退回")
        left = plain(f"SELECT count(*) FROM org_unit WHERE name LIKE '卫生室{uid.hex[:8]}%'")[0][0]
        expect(left == 0, f"退回的表还是导入了 {left} 家")

    def prepare() -> tuple[UUID, Any]:
        uid = uuid4()
        return uid, workbook(uid)

    return Asked(f"导入 {rows} 家单位", sender, ask, check, prepare=prepare, is_long=True)


def _reporting(county: Any, here: str) -> Asked:
    """A hazard reported by the county at one of its institutions: record, number, count, event and messages."""
    client = client_of(county)
    unit = plain(
        f"SELECT uid FROM org_unit WHERE kind = 'institution' AND pos > {county.unit.pos} AND pos < {county.unit.end}"
        " ORDER BY pos LIMIT 1"
    )[0][0]

    def ask(uid: UUID) -> Any:
        data = {"uid": uid, "unit": unit, "text": "二层东侧疏散通道堆放纸箱", "place": "二层东侧", "found_mode": "spot"}
        return client.post("/hazards/new/", data)

    def check(answer: Any, uid: UUID) -> None:
        expect(answer.status_code == 302 and str(uid) in answer["Location"], "没有登记成")
        found = plain(
            f"SELECT (SELECT count(*) FROM hazards_hazard WHERE uid = '{uid}' AND {here}),"
            f" (SELECT count(*) FROM audit_event WHERE record = '{uid}' AND verb = 'hazard.reported')"
        )[0]
        expect(found == (1, 1), f"应有一条隐患、一条痕迹，实有 {found[0]}、{found[1]}")

    return Asked("报一条隐患", county, ask, check, prepare=uuid4)


def _rehearsing(sender: Any) -> Asked:
    """What the same notice would cost whom, before it is issued."""
    notice = _confirmed_notice(sender)
    count = plain(f"SELECT count(*) FROM campaigns_addressee WHERE campaign_id = '{notice}'")[0][0]
    lines = (
        f"SELECT coalesce(sum((SELECT count(*) FROM campaigns_addressee a JOIN org_unit u ON u.uid = a.unit_id"
        f" WHERE a.campaign_id = '{notice}' AND (p.to_kinds = '[]' OR p.to_kinds @> to_jsonb(u.kind::text))"
        f" AND (p.size = '' OR (p.size = 'light') = u.light) AND (u.kind <> 'institution' OR ((p.to_types = '[]'"
        f" OR p.to_types @> to_jsonb(u.type::text)) AND (p.to_grades = '[]' OR EXISTS (SELECT FROM"
        f" jsonb_array_elements_text(p.to_grades) AS g(grade) WHERE starts_with(u.grade, g.grade))))))), 0)::int"
        f" FROM campaigns_proposal p WHERE p.campaign_id = '{notice}' AND p.status = 'accepted'"
        f" AND p.to_kinds <> '[\"own\"]'"
    )
    tasks = f"{plain(lines)[0][0]:,}"
    get = Getter(sender)
    return get.page(f"预演发给 {count} 家的通知", f"/notices/{notice}/rehearsal/", _says(f">{tasks}<"), "WITH chosen")


def _publishing(sender: Any) -> Asked:
    """A notice of the province to every commission and institution below it, until the last one has it."""
    client = client_of(sender)
    below = f"pos > {sender.unit.pos} AND pos < {sender.unit.end} AND ended_on IS NULL"
    units = f"SELECT count(*) FROM org_unit WHERE {below} AND kind IN ('commission', 'institution')"

    def ask(uid: UUID) -> Any:
        answer = client.post(f"/notices/{uid}/issuing/")
        _work(uid)
        return answer

    def check(answer: Any, uid: UUID) -> None:
        expect(answer.status_code == 302, "没有下发成")
        document = f"SELECT document_id FROM campaigns_campaign WHERE uid = '{uid}'"
        sent = f"SELECT count(*), count(DISTINCT unit_id) FROM documents_receipt WHERE document_id = ({document})"
        wanted, found = plain(units)[0][0], plain(sent)[0]
        expect(found == (wanted, wanted), f"应发 {wanted} 家，实发 {found[0]} 份、{found[1]} 家")

    count = plain(units)[0][0]
    return Asked(
        f"下发通知到 {count} 家", sender, ask, check, prepare=lambda: _confirmed_notice(sender), is_long=count > 1_000,
    )  # fmt: skip


def _work(campaign: UUID) -> None:
    """What the worker does: the job of the notice, again where it gave up its turn."""
    from weian.programs.campaigns import jobs

    under_way = (
        f"SELECT uid::text, sending_by::text, post::text FROM campaigns_dispatch"
        f" WHERE campaign_id = '{campaign}' AND status = 'sending'"
    )
    while found := plain(under_way):
        jobs.send(*found[0])


def _confirmed_notice(sender: Any) -> UUID:
    """A notice read in and confirmed line by line, ready to go out."""
    from weian.config.demo import notices
    from weian.kernel import scope
    from weian.programs.campaigns import api as campaigns

    uid = uuid4()
    text = (notices.FOLDER / "city_winter_2026.txt").read_text("utf-8")
    text = text.replace("34号", f"{1_000 + uid.int % 1_000_000}号", 1)  # a number goes out once
    text = text.replace("每2小时", "每日")  # above the budget a second person would have to sign
    with scope.applied(sender.scope):
        campaign = campaigns.read_notice(by=sender, uid=uid, text=text)
        campaigns.accept_chosen(campaign, list(campaign.proposals.waiting().values_list("pk", flat=True)), by=sender)
        campaigns.set_addressees(campaign, groups=["commissions", "all"], named=[], by=sender)
    return uid


def history_faults() -> list[str]:
    from weian.foundation.audit import api as audit

    with audit.acting_as_system("量用时"):
        return [f"链 {one.chain} 第 {one.seq} 条：{one.what}" for one in audit.faults()]


def plain(statement: str) -> list[tuple[Any, ...]]:
    """The same question by another way: plain SQL that sees everything, with the place written into it."""
    from django.db import connection

    from weian.foundation.audit import api as audit

    with audit.acting_as_system("核对答案"), connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def text_of(answer: Any) -> str:
    expect(answer.status_code == 200, f"答复 {answer.status_code}")
    return str(answer.content.decode())


def expect(true: bool, else_say: str) -> None:
    if not true:
        raise Wrong(else_say)


def viewer_of(username: str) -> Any:
    from weian.foundation.people.models import Account
    from weian.foundation.people.viewer import viewer_for

    viewer = viewer_for(Account.objects.get(username=username).person)
    if viewer is None:
        raise Wrong(f"演示账号 {username} 没有岗位")
    return viewer


def client_of(viewer: Any) -> Any:
    """Signed in as `viewer`, through the product's own middleware."""
    from django.test import Client

    from weian.foundation.audit import api as audit
    from weian.foundation.people.middleware import POST_KEY

    client = Client()
    with audit.acting_as_system("量用时"):
        client.force_login(viewer.person.account, "allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[POST_KEY] = str(viewer.appointment.uid)
        session.save()
    return client
