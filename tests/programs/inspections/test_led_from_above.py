"""一次专项督导 of 五个一: a unit's own check does not do it, a visit that a superior led does, without more typing."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from tests.ground.hazards.situations import picture
from tests.programs.campaigns.situations import DAY
from tests.programs.campaigns.situations import Situations as Campaigns
from tests.programs.inspections.situations import Situations
from weian.foundation.documents import api as documents
from weian.foundation.people.api import Refused
from weian.ground.duties import api as duties
from weian.kernel import clock
from weian.programs.inspections import api


def fifth(cast: Cast, document: documents.Document) -> duties.Owed:
    with acting(cast.officer):
        found = duties.owed([cast.hospital], document=document)
        return next(one for one in found if one.obligation.composite == "five_ones" and one.obligation.part == 5)


def five(cast: Cast, campaign) -> dict[str, str]:  # type: ignore[no-untyped-def]
    page = client_of(cast.regulator).get(f"/notices/{campaign.pk}/").content.decode()
    return dict(re.findall(r'<td class="wa-title">(.*?)</td>.*?data-label="五个一">(.*?)&ensp;', page))


@pytest.mark.row("S0-2.0g")
def test_with_self_checks_alone_the_fifth_stays_open_and_a_visit_from_above_does_it(
    cast: Cast, settings, tmp_path
) -> None:
    settings.EVIDENCE_ROOT = tmp_path
    campaign = Campaigns(cast).published()
    with clock.moved_to(DAY):
        with acting(cast.officer) as by:
            documents.sign(documents.receipt_of(campaign.document, cast.hospital), by=by)
            task = duties.start(fifth(cast, campaign.document), by=by)
            facts = {"places": "全院", "found": 1, "fixed": 1}
            spec = duties.RecordSpec(
                kind="inspection", title="自查", happened_on=clock.today(), text="本院自己督导", facts=facts,
                files=[duties.File(picture(), role="photo")],
            )  # fmt: skip
            duties.answer(task, duties.record(spec, by=by), by=by)
            duties.submit(task, by=by)
        with acting(cast.officer) as by:
            api.submit(uid=uuid4(), by=by, unit=cast.hospital, mode="self", note="自查过")
            api.submit(uid=uuid4(), by=by, unit=cast.hospital, mode="spot", note="自己抽查自己")
        with acting(cast.county_regulator) as by:
            waiting = duties.to_review(by).get(pk=task.pk)
            with pytest.raises(Refused, match="自查不算"):
                duties.accept(waiting, by=by)
        assert five(cast, campaign)["白鹭县人民医院"] == "0/5"
        play = Situations(cast, cast.county_regulator)
        # What is no production safety goes the same way and is not counted with it.
        closed = play.closed(play.finding(), play.finding(text="查房没有记录", type="medical_quality"))
        done = fifth(cast, campaign.document)
        assert done.state == duties.TaskState.ACCEPTED
        assert five(cast, campaign)["白鹭县人民医院"] == "1/5"
        with set_up():
            record = done.task.answers.exclude(record__by=cast.officer.person).get().record
        assert (record.by, record.facts["found"]) == (cast.county_regulator.person, 1)
        assert closed.office.title in record.title
        # The county led one itself: its own fifth is open only because it has not signed for the notice.
        assert five(cast, campaign)["白鹭县卫生健康局"] == "0/5"
