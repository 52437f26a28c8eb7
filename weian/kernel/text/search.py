"""Search words for Chinese without a word list: single characters and pairs of neighbours.

``bigrams`` is stored beside a text (an array with a GIN index), ``query_bigrams`` is what a typed
query must all find there. Whatever stands in the text as one piece is found by it; a pair may
also be found in another order of pieces, so a screen that needs exactness compares
``normalised`` texts after the index has narrowed the rows.
"""

from __future__ import annotations

import unicodedata


def normalised(text: str) -> str:
    """Return ``text`` with full-width and upper-case forms made plain."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # Casefolding may give capitals and wide forms a second life; once more settles all of Unicode.
    return unicodedata.normalize("NFKC", plain.casefold())


def bigrams(text: str) -> list[str]:
    """Return every letter, digit and character of ``text``, and every pair of neighbours, once.

    Punctuation and blanks part pieces and are not kept.
    """
    found: dict[str, None] = {}
    for piece in _pieces(text):
        found.update(dict.fromkeys(piece))
        found.update(dict.fromkeys(_pairs(piece)))
    return list(found)


def query_bigrams(query: str) -> list[str]:
    """Return the fewest words that a text must all have to answer ``query``.

    Pairs where there are pairs, a single character where a piece is no longer than one. An empty
    list means that there is nothing to search for.
    """
    found: dict[str, None] = {}
    for piece in _pieces(query):
        found.update(dict.fromkeys(_pairs(piece) or [piece]))
    return list(found)


def _pieces(text: str) -> list[str]:
    kept = (c if unicodedata.category(c)[0] in "LNM" else " " for c in normalised(text))
    return "".join(kept).split()


def _pairs(piece: str) -> list[str]:
    return [piece[index : index + 2] for index in range(len(piece) - 1)]
