"""Six notices of our own in different official styles, read against their annotations."""

import pytest

from tests.foundation.documents.reading.papers import OWN, gold_of
from tests.seeds.check import lines_unaccounted
from tests.seeds.compare import FIELDS, compare
from weian.foundation.documents.reading import read_text


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", FIELDS)
def test_nothing_is_missed_and_nothing_invented(path, name):
    score = compare(gold_of(path), read_text(path.read_text(encoding="utf-8")))[name]
    assert (score.missed, score.invented) == ([], [])


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_head_warnings_and_lines(path):
    gold, text = gold_of(path), path.read_text(encoding="utf-8")
    reading = read_text(text)
    for name in ("doc_no", "issuer", "issued_on"):
        if name in gold:
            assert getattr(reading, name) == gold[name]
    for words in gold.get("warns", []):
        assert any(all(str(word) in sentence for word in words) for sentence in reading.warnings)
    assert lines_unaccounted(reading, text.count("\n") + 1) == []
