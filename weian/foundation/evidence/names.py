"""File names as they are kept and sent: readable, without paths, with the ending that the content has."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80
_ENDINGS = re.compile(
    r"(\.(jpe?g|png|webp|heic|gif|svg|pdf|docx?|xlsx?|ofd|txt|html?|exe|bat|cmd|js|com|scr|vbs|lnk))+$", re.IGNORECASE
)
# Invisible and direction-changing characters: they make "gpj.exe" look like "exe.jpg".
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def clean(name: str, ending: str) -> str:
    """The last part of `name`, at most 80 characters, ending in `ending`."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(one for one in last if unicodedata.category(one) not in _UNSEEN)
    stem = re.sub(r'[<>:"|?*;]+', "_", _ENDINGS.sub("", seen)).strip(" .")
    return (stem[:LONGEST] or "文件") + ending
