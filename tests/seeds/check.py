"""``python -m tests.seeds.check FOLDER``: the reader against the gold annotations of real notices.

Exit 0 when every field reaches the bar, every line is accounted for, known
contradictions are told and no document takes longer than a second; 1 when not;
2 when the folder cannot be used.
"""

import sys
import time
from pathlib import Path

import yaml

from tests.seeds.compare import FIELDS, Score, compare
from weian.foundation.documents.reading import Reading, Unreadable, read_file

GOLD = Path(__file__).parent / "gold"
BAR = 0.97
SECONDS = 1.0


def main(argv: list[str]) -> int:
    if len(argv) not in (1, 2) or not Path(argv[0]).is_dir():
        print("usage: python -m tests.seeds.check FOLDER [GOLD_FOLDER]", file=sys.stderr)
        return 2
    folder, gold_folder = Path(argv[0]), Path(argv[1]) if len(argv) == 2 else GOLD
    total = {name: Score() for name in FIELDS}
    broken: list[str] = []
    for gold_path in sorted(gold_folder.glob("*.yaml")):
        broken += _check_one(folder, gold_path, total)
    _print_row("total", total)
    broken += [f"{name}: F1 {score.f1:.3f} < {BAR}" for name, score in total.items() if score.f1 < BAR]
    for sentence in broken:
        print("BROKEN:", sentence)
    return 1 if broken else 0


def _check_one(folder: Path, gold_path: Path, total: dict[str, Score]) -> list[str]:
    sources = [path for path in sorted(folder.glob(f"{gold_path.stem}*")) if path.suffix != ".yaml"]
    if not sources:
        return [f"{gold_path.stem}: no such document in {folder.name}"]
    gold = yaml.safe_load(gold_path.read_text(encoding="utf-8"))
    started = time.perf_counter()
    try:
        reading = read_file(sources[0])
    except Unreadable as refusal:
        return [f"{gold_path.stem}: {refusal}"]
    seconds = time.perf_counter() - started
    scores = compare(gold, reading)
    _print_row(gold_path.stem, scores)
    for name in FIELDS:
        total[name].add(scores[name])
        for kind, items in (("missed", scores[name].missed), ("invented", scores[name].invented)):
            for item in items:
                print(f"      {name} {kind}: {item}")
    reports = sum(ask.kind == "report" for ask in reading.asks)
    print(f"      asks {len(reading.asks)}, of kind report {reports}, {seconds:.3f} s")
    return _faults(gold_path.stem, gold, reading, sources[0], seconds)


def _faults(name: str, gold: dict, reading: Reading, source: Path, seconds: float) -> list[str]:
    faults = []
    unaccounted = lines_unaccounted(reading, len(source.read_bytes().decode("utf-8").split("\n")))
    if unaccounted:
        faults.append(f"{name}: lines not accounted for: {unaccounted}")
    if seconds >= SECONDS:
        faults.append(f"{name}: took {seconds:.2f} s")
    if bool(reading.asks) != gold["asks_something"]:
        faults.append(f"{name}: asks something = {bool(reading.asks)}, gold says {gold['asks_something']}")
    for words in gold.get("warns", []):
        if not any(all(str(word) in sentence for word in words) for sentence in reading.warnings):
            faults.append(f"{name}: no warning that names {words}")
    for key in ("doc_no", "issuer", "issued_on"):
        if key in gold and getattr(reading, key) != gold[key]:
            faults.append(f"{name}: {key} is {getattr(reading, key)}, gold says {gold[key]}")
    return faults


def lines_unaccounted(reading: Reading, count: int) -> list[int]:
    """Source lines that fall into no paragraph or into two."""
    covered = [line for paragraph in reading.paragraphs for line in range(paragraph.line[0], paragraph.line[1] + 1)]
    return sorted(set(range(1, count + 1)) ^ set(covered) | {line for line in covered if covered.count(line) > 1})


def _print_row(name: str, scores: dict[str, Score]) -> None:
    cells = []
    for field_name in FIELDS:
        score = scores[field_name]
        if score.hit or score.missed or score.invented:
            cells.append(f"{field_name} R{score.recall:.2f} P{score.precision:.2f} F{score.f1:.2f}")
        else:
            cells.append(f"{field_name} –")
    print(f"{name:12} " + " | ".join(cells))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
