"""Changing a draft: its head, sections and items. Each change is one act on the whole sheet, checked before it is kept.

Items and sections are named by their code, which an item keeps for life: results of two versions can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from weian.foundation.audit import api as audit
from weian.foundation.people.api import Refused
from weian.ground.checklists import access
from weian.ground.checklists.models import ChecklistVersion
from weian.ground.checklists.schema import MOST_SECTIONS, Sheet
from weian.kernel.actor import Actor

HEAD = ("title", "purposes", "help", "source", "score", "minutes", "domain", "applies")
_SAID = re.compile(r"^Value error, ")


class Wrong(Refused):
    """The sheet would not be one any more; the message says why in the words of the schema."""


def set_head(version: ChecklistVersion, values: Mapping[str, Any], *, by: Actor) -> None:
    with _revised(version, "head", by) as body:
        body.update({name: value for name, value in values.items() if name in HEAD})


def add_section(version: ChecklistVersion, title: str, *, by: Actor) -> str:
    """Returns the code of the new section, which is the last one."""
    with _revised(version, "section added", by) as body:
        sections = body["sections"]
        if len(sections) >= MOST_SECTIONS:
            raise Refused(f"最多 {MOST_SECTIONS} 节。")
        code = next_code("s", [section["code"] for section in sections])
        sections.append({"code": code, "title": title.strip(), "items": []})
    return code


def change_section(version: ChecklistVersion, code: str, values: Mapping[str, Any], *, by: Actor) -> None:
    with _revised(version, f"section {code}", by) as body:
        _section(body, code).update(values)


def move_section(version: ChecklistVersion, code: str, step: int, *, by: Actor) -> None:
    """One place up (-1) or down (1); at the end nothing happens."""
    with _revised(version, f"section {code} moved", by) as body:
        _shift(body["sections"], _section(body, code), step)


def drop_section(version: ChecklistVersion, code: str, *, by: Actor) -> int:
    """The section and its items go; returns how many items went."""
    with _revised(version, f"section {code} dropped", by) as body:
        gone = _section(body, code)
        if len(body["sections"]) == 1:
            raise Refused("检查表至少要有一节。可以先改它的名称，或者加一节再删。")
        body["sections"].remove(gone)
    return len(gone["items"])


def add_item(version: ChecklistVersion, section: str, values: Mapping[str, Any], *, by: Actor) -> str:
    """Returns the code of the new item, the last of its section."""
    with _revised(version, "item added", by) as body:
        code = next_code("i", [*ever(version), *(item["code"] for one in body["sections"] for item in one["items"])])
        _section(body, section)["items"].append({"code": code, **values})
    return code


def change_item(version: ChecklistVersion, code: str, values: Mapping[str, Any], *, by: Actor) -> None:
    """New values of an item; `section` in them carries it over to the end of another section."""
    wanted = dict(values)
    target = wanted.pop("section", "")
    with _revised(version, f"item {code}", by) as body:
        here, item = _item(body, code)
        item.update(wanted)
        if target and target != here["code"]:
            here["items"].remove(item)
            _section(body, target)["items"].append(item)


def move_item(version: ChecklistVersion, code: str, step: int, *, by: Actor) -> None:
    """One place up or down; past the first or last place it goes over into the neighbouring section."""
    with _revised(version, f"item {code} moved", by) as body:
        here, item = _item(body, code)
        items, sections = here["items"], body["sections"]
        at, place = items.index(item), sections.index(here) + step
        if 0 <= at + step < len(items):
            _shift(items, item, step)
        elif 0 <= place < len(sections):
            items.remove(item)
            sections[place]["items"].insert(0 if step > 0 else len(sections[place]["items"]), item)


def drop_item(version: ChecklistVersion, code: str, *, by: Actor) -> str:
    """Returns the text of the item that went."""
    with _revised(version, f"item {code} dropped", by) as body:
        here, item = _item(body, code)
        here["items"].remove(item)
    return str(item["text"])


def replace_sections(version: ChecklistVersion, sections: list[dict[str, Any]], *, by: Actor) -> None:
    """All sections at once, from an import."""
    with _revised(version, "imported", by) as body:
        body["sections"] = sections


def ever(version: ChecklistVersion) -> list[str]:
    """The codes of all items that any version of the list ever had: none of them is given to another item."""
    bodies = version.checklist.versions.values_list("body", flat=True)
    return [item["code"] for body in bodies for section in body["sections"] for item in section["items"]]


@contextmanager
def _revised(version: ChecklistVersion, what: str, by: Actor) -> Iterator[dict[str, Any]]:
    """The body of the draft, to be changed inside; locked, validated, kept and noted. Raises Refused."""
    with transaction.atomic():
        access.check_can_revise(by, version)
        with audit.changed(version, "checklist_version.revised", by=by, facts={"what": what}):
            # Read again under the lock: somebody may have published it meanwhile.
            access.check_can_revise(by, version)
            body = version.sheet.model_dump(mode="json")
            yield body
            version.body = _checked(body).model_dump(mode="json")


def _checked(body: dict[str, Any]) -> Sheet:
    try:
        return Sheet.model_validate(body)
    except ValidationError as wrong:
        said = [_SAID.sub("", one["msg"]) for one in wrong.errors() if one["type"] == "value_error"]
        raise Wrong(
            "；".join(dict.fromkeys(said)) + "。" if said else "内容不完整，没有保存。请核对后再试。"
        ) from wrong


def _section(body: dict[str, Any], code: str) -> dict[str, Any]:
    for one in body["sections"]:
        if one["code"] == code:
            found: dict[str, Any] = one
            return found
    raise Refused("这一节已经不在了，可能有人同时在改。请刷新后再看。")


def _item(body: dict[str, Any], code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    for section in body["sections"]:
        for item in section["items"]:
            if item["code"] == code:
                return section, item
    raise Refused("这一项已经不在了，可能有人同时在改。请刷新后再看。")


def _shift(rows: list[Any], row: Any, step: int) -> None:
    at = rows.index(row)
    if 0 <= at + step < len(rows):
        rows[at], rows[at + step] = rows[at + step], rows[at]


def next_code(letter: str, taken: list[str]) -> str:
    """The next free code: i1, i2 …; one that was used in this version is not given again."""
    numbers = [int(code[1:]) for code in taken if code[:1] == letter and code[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1}"
