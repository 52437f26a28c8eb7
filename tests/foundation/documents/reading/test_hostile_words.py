"""Mutilated notices: never an exception other than Unreadable, and every line accounted for.

`make soak` makes ten thousand of either mutilation, of words and of bytes.
"""

import json
import random

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.foundation.documents.reading.papers import OWN, ofd_file, word_file
from tests.foundation.documents.strangers.papers import OPEN, strangers
from tests.seeds.check import lines_unaccounted
from weian.foundation.documents.reading import Unreadable, read_file, read_text
from weian.foundation.documents.reading.blocks import split_lines

STRANGERS = list(strangers(OPEN))
TEXTS = [path.read_text(encoding="utf-8") for path in OWN] + ["\n".join(one.lines) for one in STRANGERS]
_LINES = list(STRANGERS[0].lines)
FILES = [one.source for one in STRANGERS] + [word_file(_LINES), ofd_file(_LINES)]
ODDS = "（）《》“”，。；：、一二三是0123456789年月日前%‰\t\n\r \u3000\u2028\x0c\x00①第条章附件注"


def _check(text: str) -> None:
    try:
        reading = read_text(text)
    except Unreadable:
        return
    assert lines_unaccounted(reading, len(split_lines(text))) == []
    json.dumps(reading.to_dict(), ensure_ascii=False)


def _mutate(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 25)):
        at, to = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        to = min(to, at + 60)
        change = chance.randrange(8)
        if change == 0:
            text = text[:at] + text[to:]
        elif change == 1:
            text = text[:at] + "".join(chance.choices(ODDS, k=chance.randint(1, 8))) + text[at:]
        elif change == 2:
            text = text[:to] + text[at:]
        elif change == 3:
            text = text[:at] + text[at:to][::-1] + text[to:]
        elif change == 4:
            text = text[:at] + "".join(chance.choice("0123456789") if c.isdigit() else c for c in text[at:])
        elif change == 5 and chance.random() < 0.1:
            text = text[:at]
        elif change == 6:
            text = (
                text[:at] + chr(chance.choice((chance.randrange(0xD800), 0x1F600, 0x2FF0, 0xFE0F, 0x202E))) + text[at:]
            )
        else:
            lines = text.split("\n")
            chance.shuffle(lines)
            text = "\n".join(lines)
    return text


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(TEXTS) - 1), st.integers(0, 2**32))
@example(4, 1)  # a broken row went on behind a blank line, which was then counted twice
def test_a_mutilated_notice_is_still_read_line_by_line(which, seed):
    _check(_mutate(TEXTS[which], random.Random(seed)))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_line_by_line(text):
    _check(text)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=ODDS + "各单位责任牵头配合报送阶段每周季度底通知方案", max_size=200))
def test_official_looking_noise_is_read_line_by_line(text):
    _check(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(FILES) - 1), st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused(which, seed):
    chance, data = random.Random(seed), bytearray(FILES[which])
    for _ in range(chance.randint(1, 40)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    try:
        read_file(bytes(data))
    except Unreadable as refusal:
        assert str(refusal).endswith("。")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    try:
        read_file(data)
    except Unreadable as refusal:
        assert str(refusal).endswith("。")
