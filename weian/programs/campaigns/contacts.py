"""Contacts as a notice gives them: 联系人、电话、信箱 (requirement S2-4.4e)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Protocol

_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-－—]?)?\d{7,8}(?!\d)|(?<!\d)1\d{10}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"联\s*系\s*人(?:员)?[:：]\s*([\u4e00-\u9fff·]{2,12})")


class _Paragraph(Protocol):
    kind: str
    text: str


def contacts_in(paragraphs: Iterable[_Paragraph]) -> list[dict[str, Any]]:
    """One entry per contact paragraph: its text, the name, telephones and mail boxes found in it."""
    return [_contact(one.text.strip()) for one in paragraphs if one.kind == "contact" and one.text.strip()]


def _contact(text: str) -> dict[str, Any]:
    name = _NAME.search(text)
    plain = text.replace("－", "-").replace("—", "-")
    return {
        "text": text,
        "name": name[1] if name else "",
        "phones": [phone.group() for phone in _PHONE.finditer(plain)],
        "mails": [mail.group() for mail in _MAIL.finditer(plain)],
    }
