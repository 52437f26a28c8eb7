"""The same with the real notice 000, where its folder is given: read, confirmed, sent, signed for and answered.

Nothing of its text stands here: what is asked comes from the annotations of tests/seeds/gold.
"""

from __future__ import annotations

import re

import yaml

from tests.journeys.conftest import REAL, PageOf
from tests.journeys.issuing import address_to_own, confirm_all, read_in, send
from tests.journeys.world import World
from tests.seeds.check import GOLD


def test_a_real_notice_becomes_work(world: World, page_of: PageOf) -> None:
    due = yaml.safe_load((GOLD / "000.yaml").read_text("utf-8"))["due"][0]["value"]
    regulator, officer = page_of("regulator"), page_of("city_officer")
    campaign = read_in(regulator, "通知.txt", REAL[0].read_bytes())
    confirm_all(regulator)
    # Thirty-six lines that were due long ago all fall into this week: two people must want that.
    with regulator.expecting(422):
        address_to_own(regulator, chosen=False)
        regulator.press(regulator.page.get_by_role("button", name=re.compile("^下发给")))
    assert "超出预算" in regulator.words
    regulator.follow("预演")
    regulator.field("理由").fill("上级要求全文转发，各条由同一岗位一并答复。")
    regulator.press("写明理由，申请会签")
    colleague = page_of("regulator_2")
    colleague.go(f"/notices/{campaign}/rehearsal/")
    colleague.press("会签")
    regulator.go(f"/notices/{campaign}/issuing/")
    document = send(regulator)
    accepted = world.count("SELECT count(*) FROM campaigns_proposal WHERE campaign_id = %s", campaign)
    assert world.count("SELECT count(*) FROM duties_obligation WHERE document_id = %s", document) == accepted > 0

    officer.go(f"/documents/{document}/")
    officer.press("签收")
    ((obligation, title),) = world.sql(
        "SELECT uid, title FROM duties_obligation WHERE document_id = %s AND kind = 'report' AND due = %s",
        document,
        due,
    )
    officer.go("/tasks/?view=late")
    officer.press(officer.page.locator(f"main a[href*='{obligation}']").first)
    assert "逾期" in officer.words
    officer.press(officer.page.get_by_role("link", name="写记录").first)
    officer.field("报告正文").fill("已按通知要求开展工作，查出问题三处，均已改正。")
    officer.press("保存记录")
    officer.press("提交审核")

    regulator.go("/tasks/?view=review")
    regulator.press(regulator.page.locator(f"main a[href*='{obligation}']").first)
    assert title.split("，")[0][:8] in regulator.words
    regulator.press("审核通过")
    ((status, late),) = world.sql("SELECT status, late_days FROM duties_task WHERE obligation_id = %s", obligation)
    assert (status, late > 100) == ("accepted", True)  # accepted, and late for good
