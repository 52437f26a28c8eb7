"""A checklist as an Excel sheet, out and in: one row an item, cell errors told, all rows or none."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from weian.ground.checklists.actions import editing
from weian.ground.checklists.models import ChecklistVersion
from weian.ground.checklists.schema import Item, Kind, Sheet
from weian.kernel.actor import Actor
from weian.kernel.sheets import CellError, Column, OutColumn, Row, SheetResult, choice, number, read_sheet, text, yes_no
from weian.kernel.sheets import write_sheet as write

KINDS = {
    "合格不合格": Kind.PASS, "读数": Kind.READING, "选择": Kind.CHOICE, "文字": Kind.TEXT, "拍照": Kind.PHOTO,
    "签名": Kind.SIGNATURE,
}  # fmt: skip
PHOTOS = {"不用": "never", "不合格时": "fault", "每次": "always"}
SEVERITIES = {"一般": "general", "较大": "large", "重大": "major"}
NOTE = "一行一项；同一节的项排在一起，节名每行都写。选项之间用“/”，算问题的选项后面加“!”。"
_FIELDS = {
    "节": "section", "检查内容": "text", "答法": "kind", "单位": "unit", "下限": "low", "上限": "high",
    "选项": "choices", "拍照": "photo", "必答": "required", "可不适用": "na", "不合格时写成隐患": "fault",
    "怎么查": "help", "依据名称": "title", "依据文号": "number", "依据条款": "clause", "依据已核对": "verified",
    "领域": "domain", "隐患类别": "hazard_type", "定级提示": "severity", "权重": "weight", "方法": "method",
}  # fmt: skip


def columns(domains: dict[str, str], types: dict[str, str]) -> list[Column]:
    """The columns of the sheet; `domains` and `types` are titles by code."""
    return [
        Column("节", aliases=["分类", "检查项目"], required=True, parse=text(longest=120)),
        Column("检查内容", aliases=["检查项", "检查要点"], required=True, parse=text(longest=300)),
        Column("答法", aliases=["类型"], parse=choice(KINDS)),
        Column("单位", aliases=["计量单位"], parse=text(longest=20)),
        Column("下限", parse=number()),
        Column("上限", parse=number()),
        Column("选项", parse=text(longest=600)),
        Column("拍照", aliases=["照片"], parse=choice(PHOTOS)),
        Column("必答", parse=yes_no()),
        Column("可不适用", parse=yes_no()),
        Column("不合格时写成隐患", aliases=["隐患描述"], parse=text(longest=300)),
        Column("怎么查", aliases=["说明", "检查方法说明"], parse=text(longest=500)),
        Column("依据名称", aliases=["检查依据", "依据"], parse=text(longest=120)),
        Column("依据文号", parse=text(longest=60)),
        Column("依据条款", aliases=["条款"], parse=text(longest=60)),
        Column("依据已核对", parse=yes_no()),
        Column("领域", parse=choice(_codes(domains))),
        Column("隐患类别", parse=choice(_codes(types))),
        Column("定级提示", parse=choice(SEVERITIES)),
        Column("权重", aliases=["分值"], parse=number(least=0, most=100)),
        Column("方法", parse=choice(["听", "看", "查", "访"])),
    ]


def write_out(sheet: Sheet, domains: dict[str, str], types: dict[str, str]) -> bytes:
    """The sheet as Excel, in the columns that are read back."""
    heads = [OutColumn(one.name, 40 if one.name == "检查内容" else None) for one in columns(domains, types)]
    rows = [_cells(section.title, item, domains, types) for section in sheet.sections for item in section.items]
    return write(sheet.title, heads, rows, note=NOTE)


def read_in(
    version: ChecklistVersion, data: bytes, *, domains: dict[str, str], types: dict[str, str], by: Actor
) -> SheetResult:
    """Replace the sections of the draft by the rows of a workbook; with cell errors nothing is written.

    An item whose text stands in the draft already keeps its code, also in another section; it and its section keep what
    the workbook has no column for. Raises UnreadableSheet, Refused.
    """
    result = read_sheet(data, columns(domains, types), max_rows=1000)
    before = _Before(version.sheet)
    sections: list[dict[str, Any]] = []
    taken = editing.ever(version)
    # Those that stand where they stood come first: a second item of the same words does not take their code.
    stayed = {(row.values["节"], row.values["检查内容"]) for row in result.rows}
    for row in result.rows:
        values = _values(row, result)
        if values is None:
            continue
        section = next((one for one in sections if one["title"] == row.values["节"]), None)
        if section is None:
            section = before.section(row.values["节"], [one["code"] for one in sections])
            sections.append(section)
        known = before.item(section["title"], values["text"], stayed)
        code = known.code if known else editing.next_code("i", taken)
        taken.append(code)
        section["items"].append({"code": code, **_unsaid(known, values), **values})
    if not result.errors and result.rows:
        editing.replace_sections(version, sections, by=by)
    return result


class _Before:
    """What stood in the draft, each to be taken over once."""

    def __init__(self, sheet: Sheet) -> None:
        self._sections = {one.title: one for one in reversed(sheet.sections)}
        self._items = {(section.title, item.text): item for section in sheet.sections for item in section.items}

    def section(self, title: str, taken: list[str]) -> dict[str, Any]:
        """A section without items, with its code and help where there was one of that title."""
        old = self._sections.pop(title, None)
        codes = [*taken, *(one.code for one in self._sections.values())]
        return {
            "code": old.code if old else editing.next_code("s", codes), "title": title, "help": old.help if old else "",
            "items": [],
        }  # fmt: skip

    def item(self, section: str, text: str, stayed: Collection[tuple[str, str]]) -> Item | None:
        """The item of these words: of this section, else of one where it stands no more."""
        places = ((one, words) for one, words in self._items if words == text and (one, words) not in stayed)
        place = (section, text) if (section, text) in self._items else next(places, None)
        return self._items.pop(place) if place else None


def _unsaid(known: Item | None, values: dict[str, Any]) -> dict[str, Any]:
    """What an item keeps because no column says it."""
    if known is None:
        return {}
    same = (known.low, known.high) == (values.get("low"), values.get("high"))
    return {"line": known.line, "assumed": known.assumed and same}


def _values(row: Row, result: SheetResult) -> dict[str, Any] | None:
    """An item's values, judged by the schema; a rule over several cells names the cell to mend."""
    said = {_FIELDS[name]: value for name, value in row.values.items() if value is not None}
    said.pop("section")
    kind = said.setdefault("kind", _guess(said))
    basis = {name: said.pop(name) for name in ("title", "number", "clause") if name in said}
    said["basis"] = {**basis, "verified": said.pop("verified", False)}
    if "choices" in said:
        said["choices"] = choices_of(said["choices"])
    try:
        Item.model_validate({"code": "i1", **said})
    except ValidationError as wrong:
        sentence = wrong.errors()[0]["msg"].removeprefix("Value error, ") + "。"
        column = "下限" if kind == Kind.READING else "选项" if kind == Kind.CHOICE else "答法"
        shown = str(row.values.get(column) or "")
        result.errors.append(CellError(result.sheet, row.number, column, shown, sentence))
        return None
    return said


def _guess(said: dict[str, Any]) -> Kind:
    """How an item is answered where the sheet does not say."""
    return Kind.READING if {"low", "high"} & set(said) else Kind.CHOICE if "choices" in said else Kind.PASS


def choices_of(words: str) -> list[dict[str, Any]]:
    """`已装/没有装!` → two choices, the second a fault."""
    found = [one.strip() for one in re.split(r"[/／\n]", words) if one.strip()]
    return [
        {"code": f"c{at}", "text": one.rstrip("!！").strip(), "fault": one.endswith(("!", "！"))}
        for at, one in enumerate(found, 1)
    ]


def choices_in_words(item: Item) -> str:
    return "/".join(one.text + ("!" if one.fault else "") for one in item.choices)


def _cells(section: str, item: Item, domains: dict[str, str], types: dict[str, str]) -> list[Any]:
    word = {code: name for table in (KINDS, PHOTOS, SEVERITIES) for name, code in table.items()}
    return [
        section, item.text, word[item.kind], item.unit, item.low, item.high, choices_in_words(item), word[item.photo],
        item.required, item.na, item.fault, item.help, item.basis.title, item.basis.number, item.basis.clause,
        item.basis.verified, domains.get(item.domain, ""), types.get(item.hazard_type, ""), word.get(item.severity, ""),
        item.weight, item.method,
    ]  # fmt: skip


def _codes(titles: dict[str, str]) -> dict[str, str]:
    return {title: code for code, title in titles.items()}
