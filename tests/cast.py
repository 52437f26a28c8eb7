"""The small cast that every test plays with, made once by the product's own actions.

云岭省卫生健康委员会                         province
  云泽市卫生健康委员会                       city
    白鹭县卫生健康局                         county
      白鹭县人民医院                         hospital (保卫科, 内科三病区, 药剂科)
      白鹭县城关街道社区卫生服务中心          center
      康宁口腔诊所                           clinic (one person does everything)
    松坪县卫生健康局                         neighbour county
      松坪县中医院                           neighbour hospital
    云泽市第一人民医院                       city_hospital (supervised by the city itself)
  临海市卫生健康委员会                       other_city
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from weian.config.commands.packs import load as load_packs
from weian.foundation.audit import api as audit
from weian.foundation.org import api as org
from weian.foundation.org.models import Instance, Unit
from weian.foundation.packs import api as packs
from weian.foundation.people import api as people
from weian.foundation.people.models import Account, Person
from weian.foundation.people.viewer import Viewer, viewer_for
from weian.kernel import clock
from weian.kernel.actor import System

SINCE = date(2020, 1, 1)
UNITS = {
    # key: (parent, kind, level, type, name, region)
    "root": (None, "root", "", "", "卫生健康系统", None),
    "province": ("root", "commission", "province", "", "云岭省卫生健康委员会", 970000),
    "city": ("province", "commission", "city", "", "云泽市卫生健康委员会", 970100),
    "county": ("city", "commission", "county", "", "白鹭县卫生健康局", 970121),
    "hospital": ("county", "institution", "county", "general_hospital", "白鹭县人民医院", 970121),
    "security": ("hospital", "department", "", "", "保卫科", 970121),
    "ward": ("hospital", "department", "", "", "内科三病区", 970121),
    "pharmacy": ("hospital", "department", "", "", "药剂科", 970121),
    "center": ("county", "institution", "county", "community_center", "白鹭县城关街道社区卫生服务中心", 970121),
    "clinic": ("county", "institution", "county", "clinic", "康宁口腔诊所", 970121),
    "neighbour": ("city", "commission", "county", "", "松坪县卫生健康局", 970122),
    "neighbour_hospital": ("neighbour", "institution", "county", "tcm_hospital", "松坪县中医院", 970122),
    "city_hospital": ("city", "institution", "city", "general_hospital", "云泽市第一人民医院", 970100),
    "other_city": ("province", "commission", "city", "", "临海市卫生健康委员会", 970200),
}
PEOPLE = {
    # key: (unit of the post, reach, post class, title, name, domains)
    "province_regulator": ("province", "province", "regulator", "安全生产办公室主任", "岳文清", []),
    "regulator": ("city", "city", "regulator", "安监科科长", "周秉文", []),
    "regulator_2": ("city", "city", "regulator", "安监科科员", "孟凡星", []),
    "commission_leader": ("city", "city", "commission_leader", "分管副主任", "罗思远", []),
    "county_regulator": ("county", "county", "regulator", "安全岗", "许志远", []),
    "director": ("hospital", "hospital", "director", "院长", "罗建平", []),
    "officer": ("security", "hospital", "safety_officer", "安全管理员", "林晓岚", ["fire", "management"]),
    "officer_2": ("security", "hospital", "safety_officer", "保卫科科长", "田国栋", ["management"]),
    "head": ("ward", "ward", "head", "护士长", "何敏", []),
    "keeper": ("ward", "ward", "ward_keeper", "科室安全员", "苗春雨", []),
    "pharmacist": ("pharmacy", "pharmacy", "head", "药剂科主任", "沈月华", ["hazmat"]),
    "center_officer": ("center", "center", "safety_officer", "安全员", "郝建国", ["management"]),
    "dentist": ("clinic", "clinic", "sole", "负责人", "曹立新", []),
    "outsider": ("neighbour", "neighbour", "regulator", "安全岗", "严世昌", []),
    "outsider_officer": ("neighbour_hospital", "neighbour_hospital", "safety_officer", "安全管理员", "冯玉", []),
    "city_officer": ("city_hospital", "city_hospital", "safety_officer", "保卫处处长", "姚静", ["fire", "management"]),
    "city_director": ("city_hospital", "city_hospital", "director", "院长", "邓海涛", []),
    "other_regulator": ("other_city", "other_city", "regulator", "安监科科长", "陶小军", []),
    "system_admin": ("city", "city", "system_admin", "系统管理员", "顾清", []),
    "security_admin": ("city", "city", "security_admin", "安全管理员（三员）", "戚敏", []),
    "audit_admin": ("city", "city", "audit_admin", "审计管理员", "甘雨", []),
}


def play() -> None:
    """Make the cast. Called once for the template database."""
    with clock.moved_to(SINCE), audit.acting_as_system("演员表") as system:
        Instance.objects.create(is_demo=False, name="测试", made_at=clock.now())
        load_packs(list(packs.packs_on_disk()))
        made: dict[str, Unit] = {}
        for key, (parent, kind, level, type_, name, region) in UNITS.items():
            made[key] = org.add_unit(
                by=system, parent=made.get(parent or ""), kind=kind, level=level, type=type_, name=name,
                region=region, light=type_ == "clinic",
            )  # fmt: skip
        for key, row in PEOPLE.items():
            _employ(key, row, made, system)


def _employ(key: str, row: tuple[str, str, str, str, str, list[str]], made: dict[str, Unit], system: System) -> None:
    unit, reach, post_class, title, name, domains = row
    person = people.add_person(by=system, unit=made[unit], name=name)
    post = people.add_post(
        by=system, unit=made[unit], reach=made[reach], title=title, post_class=post_class, domains=domains
    )
    people.appoint(person, post, by=system, since=SINCE)
    people.open_account(person, key, by=system)


class Cast:
    """`cast.hospital` is a unit, `cast.keeper` a viewer; both are read when first asked for."""

    @cached_property
    def _by_name(self) -> dict[str, Unit]:
        return {unit.name: unit for unit in Unit.objects.select_related("parent")}

    def __getattr__(self, key: str) -> Unit | Viewer:
        if key in UNITS:
            value: Unit | Viewer | None = self._by_name[UNITS[key][4]]
        elif key in PEOPLE:
            value = viewer_for(Person.objects.get(pk=Account.objects.get(username=key).person_id))
        else:
            raise AttributeError(key)
        assert value is not None, key
        self.__dict__[key] = value
        return value
