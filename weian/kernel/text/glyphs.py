"""One-to-one character folding, so that offsets survive normalisation."""

_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_KEEP = "，：；！？（）"  # Chinese punctuation stays full-width: the grammars are written in it
_FOLDS = {
    **{code: half for code, half in _FULL.items() if chr(code) not in _KEEP},
    **{ord(half): ord(full) for half, full in zip(",:;!?()", "，：；！？（）", strict=True)},
    **{ord(char): ord("—") for char in "–―─－~～〜﹣‐‑‒"},
    **{ord(char): ord(" ") for char in "\u00a0\u2002\u2003\u2009\u202f\u3000\ufeff\t\u200b"},
    ord("﹪"): ord("%"),
    ord("〇"): ord("零"),
    ord("○"): ord("零"),
    ord("｡"): ord("。"),
    ord("﹒"): ord("."),
    **{ord(char): ord("〔") for char in "[\uff3b﹝【"},
    **{ord(char): ord("〕") for char in "]\uff3d﹞】"},
    **{ord(char): ord("〈") for char in "<\uff1c"},
    **{ord(char): ord("〉") for char in ">\uff1e"},
}


def fold(text: str) -> str:
    """Return ``text`` with variant characters folded; the length never changes."""
    return text.translate(_FOLDS)
