"""One checklist in words: what it asks, for whom it is, on what it rests."""

from __future__ import annotations

from dataclasses import dataclass

from weian.foundation.org import api as org
from weian.ground.checklists import pack_schema
from weian.ground.checklists.actions.importing import KINDS, SEVERITIES
from weian.ground.checklists.forms import LEVELS, PURPOSES, UNIT_KINDS
from weian.ground.checklists.schema import Item, Kind, Sheet, plain
from weian.ground.registry import api as registry

_KIND = {kind: word for word, kind in KINDS.items()}
_SEVERITY = {code: word for word, code in SEVERITIES.items()}
_PHOTO = {"fault": "不合格时拍照", "always": "要拍照"}


@dataclass(frozen=True)
class Line:
    item: Item
    number: int
    kind: str
    meta: str
    hazard: str


@dataclass(frozen=True)
class Part:
    code: str
    title: str
    help: str
    lines: tuple[Line, ...]
    is_first: bool
    is_last: bool


def parts(sheet: Sheet) -> list[Part]:
    """The sections with their items in words, numbered through."""
    types, number, found = pack_schema.hazard_types(), 0, []
    last = len(sheet.sections) - 1
    for at, section in enumerate(sheet.sections):
        lines = []
        for item in section.items:
            number += 1
            hazard = types.get(item.hazard_type or sheet.hazard_type, "")
            lines.append(Line(item, number, _KIND[item.kind], meta_of(item), hazard))
        found.append(Part(section.code, section.title, section.help, tuple(lines), at == 0, at == last))
    return found


def meta_of(item: Item) -> str:
    """How an item is answered, in one line."""
    words = []
    if item.kind == Kind.READING:
        words.append(f"正常 {item.limits}" + ("（默认）" if item.assumed else ""))
    elif item.kind == Kind.CHOICE:
        words.append("、".join(one.text + ("（问题）" if one.fault else "") for one in item.choices))
    words.append(_PHOTO[item.photo] if item.photo == "always" or item.asks_photo_of_fault else "")
    words += [f"方法：{item.method}" if item.method else "", f"权重 {plain(item.weight)}" if item.weight != 1 else ""]
    words += [f"提示{_SEVERITY[item.severity]}隐患" if item.severity else "", "" if item.required else "可以不填"]
    words.append("" if item.na or not item.can_fail else "不能选不适用")
    return "　".join(word for word in words if word)


def facts(sheet: Sheet) -> list[tuple[str, str]]:
    """What the head of the page says of a sheet."""
    to = sheet.applies
    tags = {code: one.title for code, one in registry.place_tags().items()}
    tags |= {code: one.title for code, one in registry.subject_types().items()}
    unit_types = {one.code: one.name for one in org.unit_types().values()}
    readings = sum(item.kind == Kind.READING for item in sheet.items)
    units = [UNIT_KINDS.get(one, one) for one in to.kinds] + [LEVELS.get(one, one) for one in to.levels]
    units += [unit_types.get(one, one) for one in to.types] + list(to.grades)
    said = [
        ("用来", "、".join(PURPOSES.get(one, one) for one in sheet.purposes) or "都可以"),
        ("检查项", f"{sheet.count} 项，其中读数 {readings} 项"),
        ("大约", f"{sheet.minutes} 分钟" if sheet.minutes else ""),
        ("算法", "按节算达标" if sheet.score == "sections" else "按权重算得分"),
        ("领域", pack_schema.domains().get(sheet.domain, "")),
        ("部位", "、".join(tags.get(code, code) for code in to.tags)),
        ("单位", "、".join(units)),
        ("小型机构", {True: "只给小型机构", False: "不给小型机构", None: ""}[to.light]),
    ]
    return [(name, value) for name, value in said if value]
