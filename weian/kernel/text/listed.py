"""Names that people write one after another."""

from __future__ import annotations

MARKS = "、，,；;\r\n\t"
_OPEN, _SHUT = "（(《“", "）)》”"


def listed(text: str, marks: str = MARKS, *, most: int = 0) -> list[str]:
    """The words between the marks, blanks stripped; with `most`, no more than so many and then the rest as it is.

    Inside brackets a mark belongs to the name: 某县医院（某县妇保院、某县急救站） is one hospital. A bracket that
    nobody closed ends with its line.
    """
    words: list[str] = []
    word, depth = "", 0
    for at, sign in enumerate(text):
        depth = 0 if sign in "\r\n" else max(0, depth + (sign in _OPEN) - (sign in _SHUT))
        if sign not in marks or depth:
            word += sign
        elif word.strip():
            words, word = [*words, word.strip()], ""
            if len(words) == most:
                word = text[at + 1 :].strip().lstrip(marks)
                break
    return [*words, word.strip()] if word.strip() else words
