"""What the bench measures is what people do: its crowd is really signed in, its questions still get their answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests import database
from tests.cast import Cast
from tests.conftest import acting
from tests.ground.duties.situations import issued, submitted
from tests.ground.registry.situations import Places
from weian.config.commands import bench
from weian.config.commands.bench import bulk, crowding, field, measuring, questions
from weian.config.demo import notices
from weian.ground.registry import api as registry

# Who of the cast is who of the demo.
PEOPLE = {
    questions.COUNTY: "county_regulator", questions.CITY: "regulator", questions.SENDER: "province_regulator",
    field.OFFICER: "officer", field.KEEPER: "keeper",
}  # fmt: skip
NOTICE = """云泽市卫生健康委员会关于加强冬季安全生产工作的通知
云泽卫安〔2026〕34号
各县（市、区）卫生健康局，各医疗卫生机构：
一、各医疗机构要在2026年12月20日前组织1次消防演练。
云泽市卫生健康委员会
2026年11月20日
"""


def test_the_crowd_sees_pages_of_its_own(apart: str) -> None:
    cookies = crowding.signed_in(3)
    assert len(set(cookies)) == 3
    for cookie in cookies:
        assert [Client(headers={"cookie": cookie}).get(at).status_code for at in crowding.PAGES[:2]] == [200, 200]


def test_every_question_of_the_bench_is_answered_as_the_database_has_it(
    apart: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cast = Cast()
    monkeypatch.setenv("WEIAN_OWNER_URL", database.cluster().url("weian_owner", apart))
    for room in (questions, field):
        monkeypatch.setattr(room, "viewer_of", lambda name: getattr(cast, PEOPLE[name]))
    for room, name, few in ((measuring, "WARM", 0), (questions, "IMPORTED", 3), (field, "INSPECTIONS", 4)):
        monkeypatch.setattr(room, name, few)
    (tmp_path / "city_winter_2026.txt").write_text(NOTICE, "utf-8")
    monkeypatch.setattr(notices, "FOLDER", tmp_path)
    bulk.generate(300)
    submitted(cast, issued(cast))
    store = Places(cast)("inpatient", "内科三病区走廊", department=cast.ward, post=cast.keeper.post)
    with acting(cast.officer) as by:
        registry.issue(store, by=by)
    walk = field.field_work()[-1]
    walk.ask(walk.prepare())  # so that there are rounds to list
    figures, faults = bench.ask(2, long=True)
    assert faults + questions.history_faults() == []
    assert len(figures) == len(questions.everything()) + len(field.field_work())
    assert all(one.queries and len(one.request) == len(one.floor) == 2 for one in figures)
