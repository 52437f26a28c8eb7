"""Order by sound and search by initials: two stored columns beside every Chinese name.

Compare sort keys by code point (``COLLATE "C"`` in PostgreSQL): a language collation would skip
the blanks and digits that carry the order.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Readings that these characters have as surnames only (《姓氏人名用字》 usage).
_SURNAMES = {
    "单": "shan4", "曾": "zeng1", "解": "xie4", "仇": "qiu2", "查": "zha1", "区": "ou1", "任": "ren2",
    "盖": "ge3", "华": "hua4", "翟": "zhai2", "朴": "piao2", "缪": "miao4", "尉迟": "yu4 chi2",
    "万俟": "mo4 qi2", "单于": "chan2 yu2", "乐": "yue4", "宓": "mi4", "员": "yun4", "召": "shao4",
    "折": "she2", "那": "na1", "能": "nai4", "逄": "pang2", "卜": "bu3", "种": "chong2", "重": "chong2",
    "覃": "qin2", "黑": "he4", "繁": "po2", "秘": "bi4", "冼": "xian3", "洗": "xian3", "长孙": "zhang3 sun1",
}  # fmt: skip
_DIGITS = re.compile(r"\d+")
# Marks what pypinyin has no sound for; names hold no private-use characters.
_SILENT = "\ue000"


@lru_cache(maxsize=4096)
def sort_key(name: str, *, person: bool = False) -> str:
    """Return a key that orders names by syllable, tone and then character; digits by value.

    ``person`` reads the first character as a surname (单 shan, 曾 zeng). 第2医院 comes before 第10医院.
    """
    plain = _plain(name)
    parts = [piece if sound else _digits_padded(piece) for piece, sound in _pieces(plain, person)]
    # Lower than the blank, so that 李 stands before 李四.
    return " ".join(parts) + "\x1f" + plain


@lru_cache(maxsize=4096)
def initials(name: str, *, person: bool = False) -> str:
    """Return what a hurried person types for a name: 和安县人民医院 is haxrmyy, 3号楼 is 3hl.

    Latin letters and digits stay as they are; a character without a known sound stays itself.
    """
    found = "".join(piece[0] if sound else piece for piece, sound in _pieces(_plain(name), person))
    return "".join(character for character in found if character.isalnum())


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _pieces(plain: str, person: bool) -> list[tuple[str, bool]]:
    """Return toned syllables ("zhong1") with True, other runs of characters with False."""
    surname = next((plain[:n] for n in (2, 1) if plain[:n] in _SURNAMES), "") if person else ""
    head = [(syllable, True) for syllable in _SURNAMES[surname].split()] if surname else []
    return head + _read(plain[len(surname) :])


def _read(plain: str) -> list[tuple[str, bool]]:
    # pypinyin loads dictionaries of some 20 MB; a process that shows no names need not.
    from pypinyin import Style, pinyin

    parts = pinyin(plain, style=Style.TONE3, errors=lambda run: _SILENT + run)
    return [(part.removeprefix(_SILENT), not part.startswith(_SILENT)) for (part,) in parts]


def _digits_padded(piece: str) -> str:
    return _DIGITS.sub(lambda match: match[0].zfill(9), piece)
