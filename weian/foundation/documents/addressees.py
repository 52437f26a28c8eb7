"""To whom: groups that a sender can choose, and the units that the words of a notice mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from weian.foundation.documents.models import Document
from weian.foundation.documents.phrases import Phrase, phrases
from weian.foundation.org import api as org
from weian.foundation.org.api import Kind, Level
from weian.foundation.org.models import Unit
from weian.foundation.org.models.unit import UnitQuerySet

_BELOW = {
    Level.PROVINCE: "各省（自治区、直辖市）卫生健康委员会",
    Level.CITY: "各市（州）卫生健康委员会",
    Level.COUNTY: "各县（市、区）卫生健康局",
    Level.TOWNSHIP: "各乡镇（街道）卫生健康机构",
}
_ALL = re.compile(r"(级|类|级各类|类各级)?(有关|相关)?(医疗卫生|医疗|卫生健康|卫生)(机构|单位)|单位")
_UPPER = re.compile(r"(二|2)级(及|及其)?以上(公立|综合)?(医院|医疗机构|医疗卫生机构)")
_UPPER_GRADES = Q(grade__startswith="三级") | Q(grade__startswith="二级")


@dataclass(frozen=True)
class Group:
    """Units that are addressed together. `code` is stable; the units are asked for only when needed."""

    code: str
    title: str
    found: UnitQuerySet = field(repr=False, compare=False)

    @property
    def units(self) -> list[Unit]:
        return list(self.found)

    @property
    def count(self) -> int:
        return self.found.count()


@dataclass(frozen=True)
class Matched:
    """What the addressee words mean. A word in `unknown` asks a person; `candidates` are units that it may mean."""

    groups: list[Group]
    units: list[Unit]
    unknown: list[str]
    candidates: dict[str, list[Unit]]


def groups_for(unit: Unit) -> list[Group]:
    """The groups that `unit` can send to, empty ones left out."""
    return [group for group in _all_groups(unit).values() if group.found.exists()]


def group_of(unit: Unit, code: str) -> Group | None:
    """One group by its code; None where `unit` has no such group."""
    return _all_groups(unit).get(code)


def match_addressees(words: list[str], unit: Unit) -> Matched:
    """Propose groups and single units for the words as written under 主送. Nothing is guessed where two units fit."""
    known = _all_groups(unit)
    groups: dict[str, Group] = {}
    units: dict[object, Unit] = {}
    matched = Matched([], [], [], {})
    for phrase in phrases(words):
        found = [known[code] for code in _codes(phrase, unit) if code in known and known[code].found.exists()]
        if found:
            groups |= {group.code: group for group in found}
            continue
        named = _named(phrase.text, unit)
        if len(named) == 1:
            units[named[0].pk] = named[0]
            continue
        matched.unknown.append(phrase.text)
        if named:
            matched.candidates[phrase.text] = named
    matched.groups.extend(groups.values())
    matched.units.extend(units.values())
    return matched


def copies_of(document: Document) -> list[Unit]:
    """The bodies named under 抄送 that are in the system and get a reading copy; the others are sent it on paper."""
    found = match_addressees(document.cc, document.unit).units if document.cc else []
    return [unit for unit in found if unit.pk != document.unit_id]


def _all_groups(unit: Unit) -> dict[str, Group]:
    below = Unit.objects.addressable().under(unit).exclude(pk=unit.pk)
    institutions, commissions = below.institutions(), below.commissions()
    groups = [Group(f"level.{level}", title, commissions.filter(level=level)) for level, title in _BELOW.items()]
    groups += [
        Group("commissions", "辖区各级卫生健康行政部门", commissions),
        Group("direct", "委（局）直属各单位", institutions.filter(parent=unit)),
        Group("all", "辖区各医疗卫生机构", institutions),
        Group("grade.upper", "辖区二级以上医院", institutions.filter(_UPPER_GRADES)),
    ]
    types = org.unit_types().values()
    groups += [Group(f"kind.{name}", f"辖区各{name}", _of_types(institutions, [t for t in types if t.group == name]))
               for name in dict.fromkeys(t.group for t in types)]  # fmt: skip
    groups += [Group(f"type.{one.code}", f"辖区各{one.name}", _of_types(institutions, [one])) for one in types]
    return {group.code: group for group in groups}


def _of_types(institutions: UnitQuerySet, types: Sequence[org.UnitType]) -> UnitQuerySet:
    """Units of these types, by their type or by a second name: a 卫生院 may also be a 社区卫生服务中心."""
    by_type = Q(type__in=[one.code for one in types])
    for one in types:
        for name in (one.name, *one.aliases):
            by_type |= Q(other_names__contains=f'{name}"')
    return institutions.annotate(other_names=Cast("aliases", TextField())).filter(by_type)


def _codes(phrase: Phrase, unit: Unit) -> list[str]:
    """Codes of the groups that a phrase means; none for a single unit's name."""
    text = phrase.stem
    if phrase.is_direct:
        return ["direct"]
    if phrase.is_commissions:
        return _commission_codes(text, unit)
    if not phrase.is_plural:
        return []
    if _ALL.fullmatch(text):
        return ["all"]
    if _UPPER.fullmatch(text):
        return ["grade.upper"]
    return _type_codes(text)


def _commission_codes(text: str, unit: Unit) -> list[str]:
    if "级" in text[:2]:
        return ["commissions"]
    if re.search(r"县|区|旗", text):
        return [f"level.{Level.COUNTY}"]
    if re.search(r"市|州|盟", text):
        return [f"level.{Level.CITY if unit.level != Level.CITY else Level.COUNTY}"]
    return ["commissions"]


def _type_codes(text: str) -> list[str]:
    types = org.unit_types().values()
    exact = [f"type.{one.code}" for one in types if text in (one.name, *one.aliases)]
    return exact or [f"kind.{name}" for name in dict.fromkeys(one.group for one in types) if text == name]


def _named(text: str, unit: Unit) -> list[Unit]:
    """Units of that very name, short name or other name; else units near the sender whose name ends so."""
    everybody = Unit.objects.current().filter(kind__in=[Kind.COMMISSION, Kind.INSTITUTION, Kind.AGENCY])
    exact = everybody.filter(Q(name=text) | Q(short_name=text) | Q(aliases__contains=[text]))
    return list(exact[:10]) or _ending_so(text, unit, everybody)


def _ending_so(text: str, unit: Unit, everybody):  # type: ignore[no-untyped-def]
    if len(text) < 4:
        return []
    alike = everybody.annotate(other_names=Cast("aliases", TextField())).filter(
        Q(name__endswith=text) | Q(other_names__contains=f'{text}"')
    )
    # 第九医院 means the one near the sender: first below it, then below each superior in turn.
    for top in [unit, *Unit.objects.above(unit)]:
        near = list(alike.under(top)[:10])
        if near:
            return near
    return []
