"""Which of the machine's fonts stand in for the five faces of official paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

# Real faces first, by the names their files carry; free look-alikes after them.
_REAL = {
    "fang": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02S", "FandolFang R"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FZKai-Z03S", "FandolKai", "LXGW WenKai"),
    "hei": (
        "SimHei",
        "黑体",
        "STHeiti",
        "FZHei-B01S",
        "FandolHei",
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC",
    ),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
    "song": (
        "SimSun",
        "宋体",
        "NSimSun",
        "STSong",
        "FandolSong",
        "Noto Serif CJK SC",
        "Noto Serif SC",
        "Source Han Serif SC",
    ),
}
_NAMES = {"fang": "仿宋", "kai": "楷体", "hei": "黑体", "title": "小标宋", "song": "宋体"}
_SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "SimSun", "FandolSong")
_ANY = (*_SERIF, "Noto Sans CJK SC", "Noto Sans SC", "SimHei", "FandolHei")


class NoFont(RuntimeError):
    """No Chinese font is installed; the message is a Chinese sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Faces:
    """For each face the families in order of preference, and what had to be replaced."""

    families: dict[str, list[str]]
    missing: tuple[str, ...]
    substitute: str

    @property
    def remark(self) -> str:
        """The sentence for the last page, empty when every face is real."""
        if not self.missing:
            return ""
        names = "、".join(self.missing)
        return f"排版说明：本机没有{names}字体，以 {self.substitute} 代替；正式印制请在装有这些字体的机器上重新生成。"


@lru_cache(maxsize=4)
def library(font_dirs: tuple[Path, ...]) -> typst.Fonts:
    """Return the fonts found in the folders; scanned once a process."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in font_dirs]
    )


def faces(font_dirs: Sequence[Path]) -> Faces:
    """Choose a family for every face; raises NoFont where no Chinese font is found at all."""
    have = set(library(tuple(font_dirs)).families())
    reserve = [family for family in _ANY if family in have]
    if not reserve and not any(family in have for names in _REAL.values() for family in names):
        raise NoFont("没有找到中文字体，不能生成 PDF。请安装字体，或改用 Word 格式下载。")
    families, missing = {}, []
    for face, names in _REAL.items():
        real = [family for family in names if family in have]
        if not real:
            missing.append(_NAMES[face])
        # The reserve follows the real face, for characters that it lacks (rare names).
        families[face] = list(dict.fromkeys([*real[:1], *reserve]))
    return Faces(families, tuple(missing), (reserve or [""])[0])
