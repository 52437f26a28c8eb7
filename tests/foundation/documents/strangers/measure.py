"""``python -m tests.foundation.documents.strangers.measure [--faults]``: how well strangers are read.

Prints recall, precision and F1 of every field, for the open and the kept out
notices. ``--faults`` names what was missed and invented in the open ones; of
those kept out nothing but the totals is ever told.
"""

import sys
from pathlib import Path

from tests.foundation.documents.strangers.papers import KEPT_OUT, OPEN, Stranger, strangers
from tests.foundation.documents.strangers.scoring import ALL_FIELDS, SHARES, Sheet, score
from tests.seeds.compare import Score
from weian.foundation.documents.reading import read_file
from weian.foundation.documents.reading.files import text_of


def total(room: Path) -> dict[str, Score]:
    """Scores of all notices of a room together."""
    result = {name: Score() for name in ALL_FIELDS}
    for stranger in strangers(room):
        for name, one in scores_of(stranger).items():
            result[name].add(one)
    return result


def scores_of(stranger: Stranger) -> dict[str, Score]:
    data = stranger.file()
    return score(Sheet(stranger, read_file(data), text_of(data)))


def main(argv: list[str]) -> int:
    if argv == ["--faults"]:
        for stranger in strangers(OPEN):
            for name, one in scores_of(stranger).items():
                for sort, items in (("missed", one.missed), ("invented", one.invented)):
                    for item in items:
                        print(f"{stranger.name}: {name} {sort}: {item}")
    rooms = ((OPEN, "open"), (KEPT_OUT, "kept_out"))
    for room, title in rooms if not argv else rooms[:1]:
        print(title)
        for name, one in total(room).items():
            wanted = one.hit + len(one.missed)
            if name in SHARES:
                print(f"  {name:8} found {one.recall:.3f} of {wanted}")
            else:
                print(
                    f"  {name:8} recall {one.recall:.3f}  precision {one.precision:.3f}  F1 {one.f1:.3f}  of {wanted}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
