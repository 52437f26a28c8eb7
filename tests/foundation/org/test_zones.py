"""A functional zone is a county in rights and duties, with a code of its own, and sums have it once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import acting, client_of, set_up
from weian.foundation.documents import api as documents
from weian.foundation.documents.models import Receipt
from weian.foundation.documents.reading import read_text
from weian.foundation.org.models import Region, Unit
from weian.foundation.people import api as people
from weian.foundation.people.viewer import viewer_for
from weian.kernel import clock

TEXT = "云泽市卫生健康委员会关于安全生产的通知\n\n各县（市、区）卫生健康局：\n\n一、压实责任。\n"


def add(cast: Cast, code: str, name: str = "东山能源化工基地卫生健康局"):  # type: ignore[no-untyped-def]
    form = {"at": str(cast.city.pk), "name": name, "type": "zone", "region": code}
    return client_of(cast.regulator).post(reverse("unit-add"), form)


@pytest.mark.row("S3-3.3e")
def test_a_zone_is_addressed_as_a_county_acts_as_one_and_is_summed_once(cast: Cast) -> None:
    assert add(cast, "970181").status_code == 302
    zone = Unit.objects.get(region=970181)
    assert (zone.kind, zone.level, zone.parent_id) == ("commission", "county", cast.city.pk)
    assert Region.objects.get(code=970181).local
    with set_up():
        by = people.add_person(by=cast.regulator, unit=zone, name="东山安监")
        post = people.add_post(
            by=cast.regulator, unit=zone, reach=zone, title="安全岗", post_class="regulator", domains=[]
        )
        people.appoint(by, post, by=cast.regulator, since=clock.today())
    with acting(cast.regulator) as city:
        counties = {unit.pk for unit in documents.group_of(city.unit, "level.county").units}
        document = documents.draft_notice(read_text(TEXT), by=city, text=TEXT)
        documents.issue(document, by=city, addressees=[zone, cast.county])
        under_city = Receipt.objects.under(cast.city).filter(document=document)
        inside = Receipt.objects.filter(document=document, region__gte=970100, region__lt=970200)
        assert zone.pk in counties and cast.county.pk in counties
        assert (under_city.filter(unit=zone).count(), inside.filter(unit=zone).count(), under_city.count()) == (1, 1, 2)
    viewer = viewer_for(by)
    county = cast.county_regulator
    assert viewer is not None and viewer.abilities == county.abilities and viewer.is_commission
    with acting(viewer):
        documents.sign(documents.receipt_of(document, zone), by=viewer)  # type: ignore[arg-type]


@pytest.mark.row("S3-3.3e")
@pytest.mark.parametrize(
    ("code", "sentence"),
    [("970121", "已经"), ("970281", "汇总时才算得到"), ("", "本地代码"), ("970100", "汇总时才算得到")],
)
def test_a_code_that_would_count_elsewhere_or_twice_is_refused(cast: Cast, code: str, sentence: str) -> None:
    page = add(cast, code)
    assert page.status_code == 422 and sentence in page.content.decode()
    assert not Unit.objects.filter(name__contains="东山").exists()
