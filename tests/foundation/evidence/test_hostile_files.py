"""A bad file does no harm: it is refused with a sentence, or only its pixels are kept."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.foundation.evidence import corpus
from weian.foundation.evidence.checking import check
from weian.foundation.evidence.rejected import Rejected


@pytest.mark.parametrize("case", corpus.HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(case: str) -> None:
    with pytest.raises(Rejected) as refusal:
        check(corpus.HOSTILE[case][1])
    sentence = str(refusal.value)
    assert sentence.endswith("。") and len(sentence) > 10


@pytest.mark.parametrize("case", corpus.HONEST)
def test_an_honest_file_is_taken_for_what_it_is(case: str) -> None:
    _, data, ending = corpus.HONEST[case]
    assert check(data).ending == ending


@pytest.mark.parametrize("tail", [corpus.SCRIPT, corpus.packed(a="x"), b"<?php evil(); ?>"])
def test_what_hides_behind_a_photo_is_gone_after_redrawing(tail: bytes) -> None:
    for kind in ("JPEG", "PNG"):
        kept = check(corpus.image(kind) + tail)
        assert tail not in kept.data and tail not in kept.thumb
        assert Image.open(io.BytesIO(kept.data)).size == (640, 480)


def test_what_hides_in_a_comment_of_a_photo_is_gone_after_redrawing() -> None:
    kept = check(corpus.image(comment=corpus.SCRIPT))
    assert b"alert" not in kept.data


def test_a_photo_tells_its_moment_and_then_loses_its_metadata() -> None:
    kept = check(corpus.photo_taken("2026:03:05 14:06:07", "+08:00"))
    assert kept.claimed_at is not None and kept.claimed_at.isoformat() == "2026-03-05T14:06:07+08:00"
    assert b"PhoneMaker" not in kept.data and b"Exif" not in kept.data
    assert not Image.open(io.BytesIO(kept.data)).getexif()


def test_a_photo_with_a_senseless_moment_is_still_a_photo() -> None:
    for moment in ("0000:00:00 00:00:00", "yesterday", "2026:13:40 99:99:99"):
        assert check(corpus.photo_taken(moment)).claimed_at is None


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = check(corpus.image(exif=exif))
    assert (kept.width, kept.height) == (480, 640)


def test_a_very_large_photo_is_brought_down_to_a_long_side_of_4096() -> None:
    kept = check(corpus.image(size=(6_000, 4_500), quality=30))
    assert (kept.width, kept.height) == (4_096, 3_072)


@settings(max_examples=150, deadline=None)
@given(case=st.sampled_from(sorted(corpus.HONEST)), data=st.data())
def test_damaged_files_are_taken_or_refused_but_never_break_anything(case: str, data: st.DataObject) -> None:
    content = bytearray(corpus.HONEST[case][1])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    try:
        kept = check(bytes(content[:cut] if data.draw(st.booleans()) else content))
    except Rejected as refusal:
        assert str(refusal).endswith("。")
    else:
        assert kept.data
