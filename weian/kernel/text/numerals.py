"""Numbers as official Chinese writes them: 3, 3.5, 三, 十二, 二十, 两百, 九十九点二, 半."""

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "○": 0}
_SCALES = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇一二两三四五六七八九十百千万"
NUMBER = rf"(?:\d+(?:\.\d+)?|[{CHINESE}]+(?:点[零〇一二三四五六七八九]+)?)"
SMALL = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"


def parse_number(text: str) -> float:
    """Value of a number in digits or Chinese numerals.

    Raises ValueError when the characters do not form a number.
    """
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    whole, point, decimals = text.partition("点")
    if point and decimals and all(c in DIGITS for c in decimals):
        return float(f"{parse_number(whole):.0f}.{''.join(str(DIGITS[c]) for c in decimals)}")
    if not text or any(c not in CHINESE for c in text):
        raise ValueError(f"not a number: {text!r}")
    if all(c in DIGITS for c in text):  # 二零二四: read digit by digit
        return float("".join(str(DIGITS[c]) for c in text))
    return float(_scaled(text))


def _scaled(text: str) -> int:
    if "万" in text:
        high, _, low = text.partition("万")
        return (_scaled(high) if high else 1) * 10_000 + (_scaled(low) if low else 0)
    total = current = 0
    for char in text:
        if char in _SCALES:
            total += (current or 1) * _SCALES[char]
            current = 0
        else:
            current = DIGITS[char]
    return total + current


def to_chinese(value: int) -> str:
    """Chinese numeral of 0 ≤ value < 100, as used for clause numbers.

    Raises ValueError outside that range.
    """
    if not 0 <= value < 100:
        raise ValueError(f"out of range: {value}")
    digits = "零一二三四五六七八九"
    if value < 10:
        return digits[value]
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
