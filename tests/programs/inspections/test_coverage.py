"""Who was inspected and who was not: the commission answers for it, and looking at oneself covers nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.foundation.documents import situations as papers
from tests.programs.inspections.situations import Situations, day
from weian.foundation.ladder import api as ladder
from weian.foundation.org import api as org
from weian.foundation.org.models import Unit
from weian.foundation.packs.models import Pack
from weian.foundation.people.api import Viewer
from weian.ground.checklists import api as checklists
from weian.kernel import clock
from weian.kernel.actor import System
from weian.programs.inspections import api, coverage
from weian.programs.inspections.lower import Lower, Sampled, lower_of
from weian.programs.inspections.views import coverage as pages
from weian.programs.inspections.windows import warning, window_of

WINDOW = """云泽市卫生健康委员会关于开展专项督查的通知
云泽卫安〔2026〕66号
各县（市、区）卫生健康局：
一、自查自纠
各单位立即开展自查。
二、专项督查
我委将于1月中上旬开展专项督查。
云泽市卫生健康委员会
2026年12月1日
"""


def clinics(cast: Cast, number: int) -> list[Unit]:
    with set_up(), clock.moved_to("2026-01-01"):
        return [
            org.add_unit(
                by=System("试"), parent=cast.county, kind="institution", level="county", type="clinic", light=True,
                name=f"第{at}门诊部", region=970121,
            )
            for at in range(number)
        ]  # fmt: skip


@pytest.mark.row("S3-3.3a")
def test_eighteen_of_twenty_at_the_end_of_the_year_are_ninety_percent_and_overdue_for_the_commission(
    cast: Cast,
) -> None:
    units = [cast.hospital, cast.center, cast.clinic, *clinics(cast, 17)]
    play = Situations(cast, cast.county_regulator)
    for at, unit in enumerate(units[:18]):
        with clock.moved_to(f"2026-{1 + at % 12:02d}-10"), acting(play.by):
            api.submit(uid=uuid4(), by=play.by, unit=unit, mode="spot", note="看过")
    with clock.moved_to("2026-12-30T10:00"), acting(play.by):
        now = coverage.coverage_of(cast.county)
        assert (now.done, now.whole, now.overdue) == (18, 20, False)
    with clock.moved_to("2026-12-31T10:00"):
        with acting(play.by):
            last = coverage.coverage_of(cast.county)
            assert last.overdue and {row.unit.pk for row in last.rest} == {one.pk for one in units[18:]}
            assert [row.last for row in last.rows][:3] == [None, None, day("2026-01-10")]
            # Its own spot check in its own house is no visit from above.
            with acting(cast.center_officer) as own:
                api.submit(uid=uuid4(), by=own, unit=cast.center, mode="spot", note="自己抽查")
            assert coverage.coverage_of(cast.county).done == 18
        shown = client_of(play.by).get("/inspections/coverage/").content.decode()
        assert "<b>90%</b>" in shown and "18/20" in shown and "本级逾期" in shown
    with clock.moved_to("2027-01-15T08:00"):
        assert cast.county.name in climbed("coverage", "2026-01-01"), "to the city, for the county commission itself"
        with set_up():
            rung = ladder.Rung.objects.filter(unit=cast.county, kind="coverage", period="2026-01-01").latest("step")
            assert rung.to == "supervisor" and "20 家还有 2 家" in rung.about
        for unit in units[18:]:
            with acting(play.by):
                api.submit(uid=uuid4(), by=play.by, unit=unit, mode="spot", note="补查")
    with clock.moved_to("2027-01-16T08:00"):
        assert cast.county.name not in climbed("coverage", "2026-01-01")


def climbed(kind: str, period: str) -> set[str]:
    """The units that stand on the ladder for that period after this morning's walk."""
    ladder.climb()
    with set_up():
        rungs = ladder.Rung.objects.standing().filter(kind=kind, period=period)
        return set(rungs.values_list("unit__name", flat=True))


def sampled_by(by: Viewer, unit: Unit) -> api.Inspection:
    """Somebody of a commission looks into rounds and double posts: one man sits where two should."""
    good = ("recorded", "walked", "same")
    answers = {"way": {"v": "call"}, "on_post": {"v": 1}, "answered": {"v": 20}, **{one: {"v": "pass"} for one in good}}
    ref = checklists.pack_sheets()["duty_sampling"].ref
    return api.submit(uid=uuid4(), by=by, unit=unit, mode="spot", sheet_ref=ref, answers=answers)


@pytest.mark.row("S0-2.0g")
def test_a_units_own_check_covers_nothing_and_a_visit_from_above_does(cast: Cast) -> None:
    with acting(cast.officer) as by:
        api.submit(uid=uuid4(), by=by, unit=cast.hospital, mode="self", note="自查过")
    with acting(cast.county_regulator):
        assert coverage.coverage_of(cast.county).done == 0
    made = Situations(cast).closed()
    with acting(cast.county_regulator):
        assert coverage.coverage_of(cast.county).done == 1
    client = client_of(cast.county_regulator)
    door = f"/inspections/?unit={cast.hospital.pk}"
    assert door in client.get("/inspections/coverage/").content.decode()
    assert f"/inspections/{made.pk}/" in client.get(door).content.decode()
    assert f"/inspections/{made.pk}/" not in client.get(f"/inspections/?unit={cast.clinic.pk}").content.decode()


def test_what_is_under_seal_or_not_released_is_not_counted(cast: Cast) -> None:
    for status in ("planned", "cancelled", "held"):
        Situations(cast).at(status, mode="secret")
        with acting(cast.county_regulator):
            assert coverage.coverage_of(cast.county).done == 0


def test_a_commission_without_units_of_its_own_has_no_base(cast: Cast) -> None:
    with acting(cast.province_regulator):
        assert coverage.coverage_of(cast.province).whole == 0
    assert "底数不清" in client_of(cast.province_regulator).get("/inspections/coverage/").content.decode()


def test_what_is_not_finished_is_never_shown_as_all_of_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    nearly = Lower(day("2026-01-01"), day("2026-12-31"), 20, True, "", [Sampled(cast.county, 2_999, 3_000, 20)])
    monkeypatch.setattr(pages, "lower_of", lambda here: nearly)
    assert ">99.9%<" in client_of(cast.regulator).get("/inspections/coverage/").content.decode()


@pytest.mark.row("S3-2.4l")
def test_a_county_that_looked_into_nothing_in_the_quarter_lacks_its_samples(cast: Cast) -> None:
    with clock.moved_to("2026-11-20T10:00"):
        with acting(cast.outsider) as by:
            api.submit(uid=uuid4(), by=by, unit=cast.neighbour_hospital, mode="spot", note="看了看大厅")
            one = sampled_by(cast.outsider, cast.neighbour_hospital)
        with acting(cast.regulator):
            rows, first, last = coverage.samples_of(cast.city)
        assert (first, last) == (day("2026-10-01"), day("2026-12-31"))
        assert {row.unit: row.lacking for row in rows} == {cast.county: 1, cast.neighbour: 0}
        told = client_of(cast.outsider).get(f"/inspections/{one.pk}/").content.decode()
        assert "单位自己的记录（2026-11-20）" in told and "消防控制室" in told, "the sample beside the unit's own data"
        shown = client_of(cast.regulator).get("/inspections/coverage/").content.decode()
        assert "差 1" in shown
    with clock.moved_to("2027-01-15T08:00"):
        with acting(cast.regulator):
            assert {row.lacking for row in coverage.samples_of(cast.city)[0]} == {1}, "a new quarter begins anew"
        assert climbed("sampling", "2026-10-01") == {cast.county.name}, "the last one is late for the county itself"
        with acting(cast.regulator):
            assert [one.unit for one in ladder.on_board(cast.city) if one.kind == "sampling"][-1] == cast.county


def test_an_upgrade_asks_nothing_of_the_year_and_quarter_in_which_it_came(cast: Cast) -> None:
    """The instance is of 2024; what asks for coverage and samples came with an upgrade in November 2026."""
    with set_up():
        came = Pack.objects.filter(entries__kind="inspection_term", entries__code__in=["coverage", "samples"])
        came.update(loaded_at=datetime(2026, 11, 20, 15, tzinfo=clock.SHANGHAI))
    with clock.moved_to("2026-12-31T10:00"):
        assert "本级逾期" not in client_of(cast.county_regulator).get("/inspections/coverage/").content.decode()
    with clock.moved_to("2027-01-15T08:00"):
        assert climbed("coverage", "2026-01-01") == climbed("sampling", "2026-10-01") == set()
    with clock.moved_to("2027-04-15T08:00"):
        assert cast.county.name in climbed("sampling", "2027-01-01"), "the first whole quarter is asked for"
    with clock.moved_to("2028-01-15T08:00"):
        assert cast.county.name in climbed("coverage", "2027-01-01")


@pytest.mark.row("S4-3f")
def test_findings_by_clause_make_a_table_of_clauses_by_county(cast: Cast) -> None:
    document = papers.issued(cast)
    with set_up():
        clauses = list(document.clauses.exclude(no=""))[:2]
    play = Situations(cast)
    play.closed(*(play.finding(clause=clauses[0]) for _ in range(2)), document=document, clauses=[clauses[0].pk])
    with acting(cast.regulator):
        heat = coverage.heat_of(cast.city)
    assert [one.pk for one in heat.clauses] == [clauses[0].pk]
    assert [(unit.pk, list(cells)) for unit, cells, _ in heat.rows] == [(cast.county.pk, [2])]
    shown = client_of(cast.regulator).get("/inspections/clauses/").content.decode()
    assert clauses[0].label in shown and "白鹭县" in shown


@pytest.mark.row("S4-4f")
def test_of_those_below_a_share_is_seen_and_each_county_opens_to_its_own_tiles(cast: Cast) -> None:
    clinics(cast, 7)  # the county has ten institutions with them, of which two are a fifth
    with clock.moved_to("2026-11-20T10:00"):
        with acting(cast.officer) as by:
            api.submit(uid=uuid4(), by=by, unit=cast.hospital, mode="self", note="自查过")
        for by, unit in ((cast.regulator, cast.hospital), (cast.county_regulator, cast.hospital)):
            with acting(by):
                api.submit(uid=uuid4(), by=by, unit=unit, mode="spot", note="看过")
        Situations(cast).at("held", mode="secret")  # nobody is told of it yet
        with acting(cast.regulator):
            told = {row.unit: row for row in lower_of(cast.city).rows}
        seen = told[cast.county]
        assert (seen.done, seen.whole, seen.wanted, seen.lacking) == (1, 10, 20, 1)
        assert (told[cast.neighbour].done, told[cast.neighbour].lacking) == (0, 1)
        city = client_of(cast.regulator)
        page = city.get("/inspections/coverage/").content.decode()
        door = f"/inspections/coverage/?of={cast.county.pk}"
        assert ">10%<" in page and "还差" in page and f'href="?of={cast.county.pk}"' in page
        tiles = city.get(door).content.decode()
        assert f"{cast.county.title}的检查覆盖" in tiles and "第3门诊部" in tiles and "从没查过" in tiles
        assert client_of(cast.outsider).get(door).status_code == 404
        assert city.get("/inspections/coverage/?of=nonsense").status_code == 404
        with acting(cast.regulator) as by:
            api.submit(uid=uuid4(), by=by, unit=cast.center, mode="spot", note="看过")
        assert "够了" in city.get("/inspections/coverage/").content.decode()
        with acting(cast.province_regulator):
            assert {row.unit: row.done for row in lower_of(cast.province).rows}[cast.city] == 2
    with clock.moved_to("2027-01-05T10:00"), acting(cast.regulator):
        assert {row.done for row in lower_of(cast.city).rows} == {0}, "a new year begins anew"


@pytest.mark.row("S2-3.3")
def test_a_plan_outside_the_days_of_the_notice_is_warned_of(cast: Cast) -> None:
    document = papers.issued(cast, text=WINDOW)
    with set_up():
        clause = document.clauses.get(no="二")
        assert window_of(document, [clause.pk]) == (day("2027-01-01"), day("2027-01-20"))
    for first, last, said in (
        ("2027-01-01", "2027-01-20", False), ("2026-12-31", "2027-01-05", True), ("2027-01-15", "2027-01-21", True),
    ):  # fmt: skip
        with set_up():
            told = warning(day(first), day(last), window_of(document, [clause.pk]))
        assert bool(told) == said, first
    sent = {
        "uid": str(uuid4()), "title": "专项督查", "mode": "special", "first_day": "2027-01-18",
        "last_day": "2027-01-25", "units": "白鹭县人民医院", "team": [cast.regulator.person.pk],
        "methods": ["look", "read"], "focuses": "动员部署\n督查检查\n问题整改", "document": document.pk,
        "clauses": "二",
    }  # fmt: skip
    with clock.moved_to("2026-12-02T09:00"):
        client = client_of(cast.regulator)
        shown = client.get("/inspections/new/?template=special").content.decode()
        assert all(word in shown for word in ("动员部署", "督查检查", "问题整改"))
        refused = client.post("/inspections/new/", sent)
        assert refused.status_code == 422 and "2027-01-20" in refused.content.decode()
        made = client.post("/inspections/new/", sent | {"anyway": "on"})
        assert made.status_code == 302
        ticked = sent | {"uid": str(uuid4()), "anyway": "on", "units": "", "below": [cast.county.pk]}
        nobody = client.post("/inspections/new/", ticked | {"below": []})
        assert nobody.status_code == 422 and "还没有选检查哪些单位" in nobody.content.decode()
        assert client.post("/inspections/new/", ticked).status_code == 302
        assert client.post("/inspections/new/", ticked | {"below": [cast.neighbour_hospital.pk]}).status_code == 422
        page = client.get(made["Location"]).content.decode()
        assert "时间和通知不一致" in page and "问题整改" in page


@pytest.mark.row("S4-6f")
def test_a_visit_that_asked_nobody_used_three_of_four_methods(cast: Cast) -> None:
    play = Situations(cast)
    specs = [play.finding(text=one, method=one) for one in ("hear", "look", "read")]
    one = play.found("special", *specs)
    client = client_of(cast.regulator)
    assert "3/4" in client.get(f"/inspections/{one.pk}/").content.decode()
    for answers in ({"q_alarm": "yes", "q_exit": "no"}, {"q_alarm": "yes", "q_exit": "yes"}):
        sent = {"request_id": str(uuid4()), **answers}
        assert client.post(f"/inspections/{one.pk}/interview/", sent).status_code == 302
    shown = client.get(f"/inspections/{one.pk}/").content.decode()
    assert "4/4" in shown and "3/4" in shown and "75%" in shown
    with acting(cast.regulator):
        row = api.Interview.objects.first()
        assert row is not None and set(row.answers) == {"alarm", "exit"} and not hasattr(row, "person")
