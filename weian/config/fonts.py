"""Where the fonts of printed documents lie: the customer's licensed ones, ours under var/, the machine's.

`python -m weian.config.fonts` lists the families found; `--chinese` only answers by its exit code whether a Chinese
text can be set; `--take FOLDER` copies the four files that we need out of an unpacked npm folder into var/fonts.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

import typst

SYSTEM = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
SYSTEM_MAC = ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts")
# Any of them has the characters of GB 2312 and beyond; one serif and one sans are wanted.
CHINESE_SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "FandolSong", "SimSun", "STSong")
CHINESE_SANS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "FandolHei",
    "SimHei",
    "STHeiti",
    "PingFang SC",
)
OURS = ("NotoSerifSC_400Regular", "NotoSerifSC_700Bold", "NotoSansSC_400Regular", "NotoSansSC_700Bold")


VAR = Path(__file__).resolve().parents[2] / "var"


def own_folder() -> Path:
    """The folder that `make fonts` fills: of this instance where one is named, else of all."""
    return Path(os.environ.get("WEIAN_VAR") or VAR) / "fonts"


def font_paths() -> list[Path]:
    """Existing folders to search, the customer's (WEIAN_FONT_DIRS) first."""
    customer = [Path(word) for word in os.environ.get("WEIAN_FONT_DIRS", "").split(os.pathsep) if word]
    folders = [*customer, own_folder(), VAR / "fonts", *(Path(word).expanduser() for word in (*SYSTEM, *SYSTEM_MAC))]
    return list(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))


def families() -> list[str]:
    """Names of the font families in those folders, sorted."""
    folders = [str(folder) for folder in font_paths()]
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return sorted(set(found.families()))


def chinese_can_be_set() -> bool:
    """Whether a serif and a sans with Chinese characters are there."""
    found = set(families())
    return bool(found & set(CHINESE_SERIF)) and bool(found & set(CHINESE_SANS))


def take(source: Path) -> list[Path]:
    """Copy our four files from anywhere below `source` into var/fonts. FileNotFoundError when one is not there."""
    target = own_folder()
    target.mkdir(parents=True, exist_ok=True)
    taken = []
    for name in OURS:
        found = next(source.rglob(f"{name}.ttf"), None)
        if found is None:
            raise FileNotFoundError(f"{name}.ttf 不在 {source} 里，字体包不完整。")
        half = target / f"{name}.part"
        shutil.copyfile(found, half)
        taken.append(half.rename(target / f"{name}.ttf"))
    return taken


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m weian.config.fonts")
    parser.add_argument("--chinese", action="store_true")
    parser.add_argument("--take", type=Path)
    options = parser.parse_args(argv)
    if options.take:
        take(options.take)
    if options.chinese or options.take:
        return 0 if chinese_can_be_set() else 1
    print("\n".join(families()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
