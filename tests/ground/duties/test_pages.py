"""The pages: what each person sees of a task in each state, and that nobody else learns that it exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of
from tests.foundation.documents import situations as papers
from tests.ground.duties.situations import answered, issued, place_of, returned, signed, started, submitted
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Document
from weian.ground.duties import api as duties
from weian.ground.duties.models import Obligation
from weian.kernel import clock

FEW_QUERIES = 12
VIEWS = ("mine", "unit", "review", "late", "done")
At = Callable[[Cast, Document], object]


def accepted(cast: Cast, document: Document) -> None:
    task = submitted(cast, document)
    with acting(cast.county_regulator) as county:
        duties.accept(task, by=county)


def exempted(cast: Cast, document: Document) -> None:
    with acting(cast.county_regulator) as county:
        one = duties.one_owed(Obligation.objects.get(document=document), cast.hospital)
        assert one is not None
        duties.exempt(one, why="没有这类设备。", by=county)


def unsigned(cast: Cast, document: Document) -> None:
    """Nothing happened yet."""


# state → how to get there, its word, whose turn is told to the safety officer
STATES: dict[str, tuple[At, str, str]] = {
    "unsigned": (unsigned, "待签收", "我"),
    "signed": (signed, "没有开始", "保卫科"),
    "started": (started, "进行中", "保卫科"),
    "submitted": (submitted, "待审核", "白鹭县卫生健康局"),
    "returned": (returned, "退回", "保卫科"),
    "accepted": (accepted, "完成", ""),
    "exempted": (exempted, "豁免", ""),
}


def words_of(page) -> str:  # type: ignore[no-untyped-def]
    return re.sub(r"<[^>]+>|\s", " ", page.content.decode())


def said(page, label: str) -> str:  # type: ignore[no-untyped-def]
    found = re.search(rf"<dt>{label}</dt><dd>(.*?)</dd>", page.content.decode())
    return found[1] if found else ""


@pytest.mark.parametrize("state", STATES)
def test_the_page_tells_state_and_turn(cast: Cast, state: str) -> None:
    bring, word, whose = STATES[state]
    document = issued(cast)
    bring(cast, document)
    page = client_of(cast.officer).get(reverse("task", args=place_of(document, cast.hospital)))
    here = re.search(r'aria-current="step">(.*?)</li>', page.content.decode())
    assert page.status_code == 200 and here is not None and word in here[1]
    assert whose in said(page, "轮到") if whose else said(page, "轮到") == ""


# who → the acts that each state offers; "-" before an act: dashed, with its sentence
ACTS = {
    "officer": {
        "unsigned": {"去签收"}, "signed": {"-提交审核", "写记录", "开始办理", "转交", "申请豁免"},
        "started": {"-提交审核", "写记录", "转交", "申请豁免"}, "submitted": set(),
        "returned": {"提交审核", "写记录", "转交", "申请豁免"}, "accepted": set(), "exempted": set(),
    },
    "county_regulator": {
        "unsigned": {"豁免", "催办"}, "signed": {"豁免", "催办"}, "started": {"豁免", "催办"},
        "submitted": {"审核通过", "退回"},
        "returned": {"豁免", "催办"}, "accepted": set(), "exempted": set(),
    },
    "regulator": {
        "unsigned": {"豁免", "催办"}, "signed": {"豁免", "催办"}, "started": {"豁免", "催办"}, "submitted": set(),
        "returned": {"豁免", "催办"}, "accepted": set(), "exempted": set(),
    },
    "commission_leader": {state: set() for state in STATES},
}  # fmt: skip


@pytest.mark.parametrize("role", ACTS)
@pytest.mark.parametrize("state", STATES)
def test_the_page_offers_what_this_person_may_do_now(cast: Cast, role: str, state: str) -> None:
    document = issued(cast)
    STATES[state][0](cast, document)
    page = client_of(getattr(cast, role)).get(reverse("task", args=place_of(document, cast.hospital)))
    assert page.status_code == 200
    context = page.context
    offered = {act["label"] for act in context["acts"]}
    dashed = {f"-{one['label']}" for one in context["line"]["refusals"]}
    assert offered | dashed == ACTS[role][state]
    for one in context["line"]["refusals"]:
        assert one["reason"].endswith("。") and one["reason"] in words_of(page).replace("\u00a0", "")
    for name in offered:
        assert name in page.content.decode()


@pytest.mark.parametrize(
    "who", ["outsider", "outsider_officer", "other_regulator", "system_admin", "audit_admin", "city_officer"]
)
def test_for_others_a_task_is_as_if_it_were_not_there(cast: Cast, who: str) -> None:
    document = issued(cast)
    task = submitted(cast, document)
    with acting(cast.officer):
        record = task.answers.get().record_id
    client, place = client_of(getattr(cast, who)), place_of(document, cast.hospital)
    reads = [reverse("task", args=place), reverse("task-record", args=place), reverse("record", args=[record])]
    for page in [*reads, reverse("task-review", args=[cast.hospital.pk])]:
        assert client.get(page).status_code == 404, page
    for act in ("start", "record", "reuse", "submission", "acceptance", "return", "exemption", "handover"):
        answer = client.post(reverse(f"task-{act}", args=place), {"why": "理由", "request_id": str(uuid4())})
        assert answer.status_code == 404, act
    with acting(cast.officer):
        task.refresh_from_db()
        assert task.status == duties.TaskState.SUBMITTED


def test_what_was_never_asked_and_what_does_not_exist_look_alike(cast: Cast) -> None:
    document = issued(cast)
    client = client_of(cast.county_regulator)
    never_asked = place_of(document, cast.center)
    nowhere = [uuid4(), cast.hospital.pk]
    answers = [client.get(reverse("task", args=place)) for place in (never_asked, nowhere)]
    assert [one.status_code for one in answers] == [404, 404]
    assert client.get(reverse("record", args=[uuid4()])).status_code == 404


def test_a_head_sees_what_falls_to_the_post_and_nothing_else_of_the_hospital(cast: Cast) -> None:
    theirs, others = issued(cast, domain="hazmat"), issued(cast, domain="fire")
    signed(cast, theirs)
    signed(cast, others)
    client = client_of(cast.pharmacist)
    assert client.get(reverse("task", args=place_of(theirs, cast.hospital))).status_code == 200
    assert client.get(reverse("task", args=place_of(others, cast.hospital))).status_code == 404
    page = client.get(reverse("tasks"))
    assert [row["url"] for row in page.context["rows"]] == [reverse("task", args=place_of(theirs, cast.hospital))]


def test_an_unsigned_task_leads_to_the_notice_where_it_is_signed_for(cast: Cast) -> None:
    document = issued(cast)
    place = reverse("task", args=place_of(document, cast.hospital))
    page = client_of(cast.officer).get(place)
    assert f'href="{document.get_absolute_url()}">去签收' in page.content.decode()
    client_of(cast.officer).post(reverse("receipt-sign", args=[document.pk]))
    assert "写记录" in client_of(cast.officer).get(place).content.decode()


def test_someone_who_may_not_sign_is_told_who_can(cast: Cast) -> None:
    document = issued(cast, domain="hazmat")
    page = client_of(cast.pharmacist).get(reverse("task", args=place_of(document, cast.hospital)))
    assert [one["label"] for one in page.context["line"]["refusals"]] == ["去签收"]
    assert "安全管理岗签收" in page.content.decode()


@pytest.mark.row("S0-0.2")
def test_a_task_leads_to_its_clause_and_three_upper_documents_and_tells_when_one_lost_its_force(cast: Cast) -> None:
    upper = [papers.upper_document(cast.province_regulator, number) for number in papers.UPPER]
    notice = papers.issued(cast, cast.hospital)
    with acting(cast.regulator) as regulator:
        clause = papers.clause(notice, "二")
        spec = duties.Spec(uid=uuid4(), kind="inspection", title="消防自查", clause=clause, evidence=("record",))
        duties.put_obligations(notice, [spec], by=regulator)
    place = reverse("task", args=[spec.uid, cast.hospital.pk])
    client = client_of(cast.officer)
    page = client.get(place).content.decode()
    assert reverse("clause", args=[clause.pk]) in page and "每月开展一次消防自查" in page
    for one in upper:
        assert f'href="{one.get_absolute_url()}"' in page and one.doc_no in page
    assert "待复核" not in page and "已废止" not in page
    hanging = reverse("obligations-of", args=[upper[2].pk])
    assert f'href="{hanging}"' in client_of(cast.province_regulator).get(upper[2].get_absolute_url()).content.decode()
    listed = client_of(cast.regulator).get(hanging)
    assert [one.pk for one in listed.context["rows"]] == [spec.uid] and listed.context["to_review"] == 0
    with acting(cast.province_regulator) as province:
        documents.annul(upper[2], by=province, why="已被新办法代替。")
    page = client.get(place).content.decode()
    assert "待复核" in page and "已废止" in page
    assert f"因《{upper[2].title}》{upper[2].doc_no} 废止" in page
    clause_page = client.get(reverse("clause", args=[clause.pk])).content.decode()
    assert "待复核" in clause_page
    # The keeper of the clause has it among what is to be done, the list flags every obligation that hangs on it.
    flagged = client_of(cast.regulator).get(hanging)
    assert flagged.context["to_review"] == 1 and "待复核" in flagged.content.decode()
    home = client_of(cast.regulator).get("/").content.decode()
    assert f'href="{notice.get_absolute_url()}"' in home and "依据的文件已废止，待复核" in home
    assert [one.pk for one in _library(cast, "review")] == [notice.pk]
    with acting(cast.regulator) as regulator:
        for one in notice.clauses.exclude(review=""):
            documents.settle_review(one, by=regulator, why="新办法要求相同，仍然有效。")
    assert client_of(cast.regulator).get(hanging).context["to_review"] == 0 and _library(cast, "review") == []


def _library(cast: Cast, view: str) -> list[documents.Document]:
    page = client_of(cast.regulator).get(reverse("documents"), {"view": view})
    return [row["document"] for row in page.context["rows"]]


@pytest.mark.parametrize(
    ("bring", "who", "views"),
    [
        (signed, "officer_2", {"mine", "unit"}), (signed, "officer", {"unit"}), (submitted, "officer", {"unit"}),
        (submitted, "county_regulator", {"review"}), (submitted, "regulator", set()), (returned, "officer", {"unit"}),
        (returned, "county_regulator", set()), (accepted, "officer", {"done"}), (exempted, "officer", {"done"}),
    ],
)  # fmt: skip
def test_each_view_of_the_list_shows_what_belongs_there(cast: Cast, bring: At, who: str, views: set[str]) -> None:
    document = issued(cast)
    bring(cast, document)
    client, place = client_of(getattr(cast, who)), reverse("task", args=place_of(document, cast.hospital))
    shown = set()
    for view in VIEWS:
        page = client.get(reverse("tasks"), {"view": view})
        if page.context["here"] == view and place in [row["url"] for row in page.context["rows"]]:
            shown.add(view)
    assert shown == views


def test_what_is_late_has_its_view_and_its_clock_counts_working_days(cast: Cast) -> None:
    with clock.moved_to(date(2022, 12, 5)):
        document = issued(cast, due=date(2023, 1, 10))
        signed(cast, document)
    with clock.moved_to(date(2023, 1, 12)):
        page = client_of(cast.officer).get(reverse("tasks"), {"view": "late"})
    assert len(page.context["rows"]) == 1
    assert re.search(r"逾期\s2\s个工作日", page.content.decode())


def test_a_commission_first_looks_at_what_waits_for_its_review(cast: Cast) -> None:
    assert client_of(cast.county_regulator).get(reverse("tasks")).context["here"] == "review"
    assert client_of(cast.officer).get(reverse("tasks")).context["here"] == "mine"
    assert client_of(cast.keeper).get(reverse("tasks"), {"view": "review"}).context["here"] == "mine"


def _many(cast: Cast, count: int) -> None:
    document = issued(cast)
    signed(cast, document)
    with acting(cast.county_regulator) as county:
        specs = [
            duties.Spec(uid=uuid4(), kind="report", title=f"第{n}件", evidence=("report_text",), order=n,
                        due=clock.today() + timedelta(days=n % 30))
            for n in range(count - 1)
        ]  # fmt: skip
        duties.put_obligations(document, specs, by=county)
    with acting(cast.officer) as officer:
        made = duties.record(
            duties.RecordSpec(kind="report", title="情况", happened_on=clock.today(), text="已开展。"), by=officer
        )
        for one in duties.owed([cast.hospital], document=document)[::2]:
            task = duties.start(one, by=officer)
            duties.answer(task, made, by=officer)
            duties.submit(task, by=officer)


def _asks(sql: str) -> bool:
    """Statements that ask for data, not those that open the transaction or set the scope."""
    return not re.match(r"(SAVEPOINT|RELEASE|SET|SELECT set_config|BEGIN|COMMIT)", sql)


def test_lists_and_the_review_page_take_as_many_queries_for_two_as_for_thirty(cast: Cast) -> None:
    pages = [
        (cast.officer, reverse("tasks") + "?view=unit"), (cast.county_regulator, reverse("tasks") + "?view=review"),
        (cast.county_regulator, reverse("task-review", args=[cast.hospital.pk])),
    ]  # fmt: skip
    taken: list[list[int]] = []
    for count in (2, 30):
        _many(cast, count)
        taken.append([])
        for who, page in pages:
            client = client_of(who)
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            asked = [one["sql"] for one in queries if _asks(one["sql"])]
            assert (
                len([sql for sql in asked if "duties_" in sql or "packs_" in sql or "evidence_" in sql]) <= FEW_QUERIES
            )
            taken[-1].append(len(asked))
    assert taken[0] == taken[1]


def test_pages_of_fifty_show_every_task_once(cast: Cast) -> None:
    document = issued(cast)
    signed(cast, document)
    with acting(cast.county_regulator) as county:
        specs = [duties.Spec(uid=uuid4(), kind="report", title=f"第{n}件", order=n) for n in range(119)]
        duties.put_obligations(document, specs, by=county)
    client, seen, sizes, query = client_of(cast.officer), set(), [], "?view=unit"
    while query:
        page = client.get(reverse("tasks") + query)
        rows = [row["url"] for row in page.context["rows"]]
        sizes.append(len(rows))
        seen |= set(rows)
        query = page.context["foot"]["next_url"]
    assert sizes == [50, 50, 20] and len(seen) == 120


def test_every_page_of_duties_opens_for_the_safety_desk(cast: Cast) -> None:
    document = issued(cast)
    task = answered(cast, document)
    with acting(cast.officer):
        record = task.answers.get().record_id
    place = place_of(document, cast.hospital)
    client = client_of(cast.officer)
    for page in (reverse("task-record", args=place), reverse("routing"), reverse("record", args=[record])):
        assert client.get(page).status_code == 200, page
