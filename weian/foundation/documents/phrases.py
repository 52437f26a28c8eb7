"""The addressee line of a notice, parted into phrases: 各县（市、区）卫生健康局、委直属各单位、第九医院."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_BRACKETS = {"（": 1, "）": -1}
_PLURAL = re.compile(
    r"^(?:(?:全|辖|本|市|县|区|省|旗|州)?(?:全市|全县|全区|全省|辖区|市域|所辖|所属)?(?:内|直)?)?(?:各|所有|每个)(.+)$"
)
_DIRECT = re.compile(
    r"^(?:省|市|县|区|旗|州)?(?:卫生健康|卫健)?(?:委|局)?(?:直属|委属|直管|局属|所属|属|直)(?:委管)?(?:各)?"
    r"(?:有关|相关)?(?:医疗卫生|医疗|卫生健康|卫生)?(?:单位|机构|医院)$"
)
_COMMISSIONS = re.compile(
    r"(?:县|区|市|州|盟|旗|级|管委会|开发区)[^，。]*?(?:卫生健康|卫健|卫生|社会事业|社会事务|社会发展)"
    r"(?:和[一-龥]{2,8})?(?:局|委员会|委|行政部门|主管部门)$"
)


@dataclass(frozen=True)
class Phrase:
    """One addressee as written, without blanks; `stem` is what follows 各."""

    text: str

    @property
    def is_plural(self) -> bool:
        return _PLURAL.match(self._plain) is not None or self.text.startswith("各")

    @property
    def stem(self) -> str:
        found = _PLURAL.match(self._plain)
        return (found[1] if found else self._plain).removeprefix("各")

    @property
    def is_direct(self) -> bool:
        plain = self._plain.replace("各", "")
        return _DIRECT.match(plain) is not None

    @property
    def is_commissions(self) -> bool:
        return self.is_plural and _COMMISSIONS.search(self._plain) is not None

    @property
    def _plain(self) -> str:
        return re.sub(r"[（），、]", "", self.text) if "（" in self.text else self.text


def phrases(words: list[str]) -> Iterator[Phrase]:
    """Each phrase once, in order. A bracket that names another type (卫生院（社区卫生服务中心）) is a phrase too.

    After 各, the phrases of one line share it: 各医院、卫生院 means 各医院、各卫生院.
    """
    seen: set[str] = set()
    for word in words:
        plural = False
        for text in _parted(_squeezed(word)):
            for part in _unfolded(text):
                plural = _is_type(part.removeprefix("各")) and (plural or part.startswith("各"))
                shared = part if not plural or part.startswith("各") else f"各{part}"
                if shared not in seen:
                    seen.add(shared)
                    yield Phrase(shared)


def _squeezed(word: str) -> str:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", word))
    return plain.replace("(", "（").replace(")", "）").replace(",", "，").replace(";", "；").strip("：:。")


def _parted(line: str) -> Iterator[str]:
    depth, start = 0, 0
    for place, character in enumerate(line):
        depth += _BRACKETS.get(character, 0)
        if depth == 0 and character in "，、；":
            yield from filter(None, [line[start:place]])
            start = place + 1
    yield from filter(None, [line[start:]])


def _unfolded(text: str) -> Iterator[str]:
    found = re.fullmatch(r"(.+?)（([^（）]+)）", text)
    if found and _is_type(found[2]):
        yield found[1]
        yield ("各" if text.startswith("各") else "") + found[2]
    else:
        yield text


def _is_type(text: str) -> bool:
    if re.search(r"第[一二三四五六七八九十]|人民|市|县|省", text):
        return False
    kinds = "医院|卫生院|服务中心|服务站|卫生室|诊所|门诊部|保健院|机构|血站|中心"
    return re.fullmatch(rf"[一-龥]{{0,8}}({kinds})", text) is not None
