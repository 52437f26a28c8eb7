"""`make soak`: random tests enlarged, machines walked, history tampered with, servers and pages killed, every address
tried, phones without network.

`python -m tests.soak NAME …` runs some steps; `--part 0.01`: a hundredth of every size. Each part says at once what it
did, with its seed; after an interruption `--seed S --from N` goes on with part N.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from tests.soak.sizes import FIXED, FULL

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 4 * 3600  # seconds for one part
Told = tuple[bool, str]
Part = Callable[[], Told]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"steps, in this order: {', '.join(STEPS)}")
    parser.add_argument("--part", type=float, default=1.0, help="this share of every size, e.g. 0.01")
    parser.add_argument("--seed", type=int, default=random.randrange(2**31), help="of the tampering, deaths, schedules")
    parser.add_argument(
        "--from", dest="first", type=int, default=1, metavar="N", help="the first part of a single step"
    )
    parser.add_argument("--list", action="store_true", help="what there is, and how large")
    options = parser.parse_args(argv)
    if unknown := set(options.names) - set(STEPS):
        parser.error(f"no such step: {', '.join(sorted(unknown))}")
    if not 0 < options.part <= 1:
        parser.error("--part is above 0 and at most 1")
    if options.list:
        for name, step in STEPS.items():
            print(f"{name:<11} {(step.__doc__ or '').splitlines()[0]}")
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    names = [name for name in STEPS if name in options.names or not options.names]
    failed = []
    for at, name in enumerate(names):
        if not _done(name, options.part, options.seed, options.first if len(names) == 1 else 1):
            failed.append(name)
        print(f"{at + 1} of {len(names)} steps, failed: {', '.join(failed) or 'none'}", flush=True)
    return 1 if failed else 0


def _done(name: str, share: float, seed: int, first: int) -> bool:
    """Whether every part of a step held; each says so when it is through."""
    parts, held = list(STEPS[name](share, seed)), True
    for number, part in enumerate(parts, 1):
        if number < first:
            continue
        began = time.monotonic()
        try:
            well, figures = part()
        except KeyboardInterrupt:
            told = f"python -m tests.soak {name} --part {share:g} --seed {seed} --from {number}"
            print(f"interrupted in part {number} of {len(parts)} of {name}; to go on: {told}", flush=True)
            raise SystemExit(130) from None
        seconds = time.monotonic() - began
        print(f"{'ok  ' if well else 'FAIL'} {name} {number}/{len(parts)}: {figures} ({seconds:.0f} s)", flush=True)
        held &= well
    return held


def _shares(whole: int, share: float, each: int, least: int = 1) -> Iterator[tuple[int, int]]:
    """Number and size of each part."""
    left, number = max(least, round(whole * share)), 0
    while left > 0:
        yield number, min(each, left)
        left, number = left - each, number + 1


def properties(share: float, seed: int) -> Iterator[Part]:
    """Every other @given test of the project, 25 times as often."""
    for path in _drawing():
        if not _is_fixed(path):
            yield partial(_properties, path, FULL * share, seed)


def reader(share: float, seed: int) -> Iterator[Part]:
    """10,000 mutations each of notices, of files and of workbooks: read or refused in words."""
    for path in _drawing():
        if _is_fixed(path):
            yield partial(_properties, path, FULL * share, seed)


def _drawing() -> list[Path]:
    return [path for path in sorted(ROOT.glob("tests/**/test_*.py")) if "@given" in path.read_text("utf-8")]


def _is_fixed(path: Path) -> bool:
    return any(f"def {name}(" in path.read_text("utf-8") for name in FIXED)


def _properties(path: Path, factor: float, seed: int) -> Told:
    words = ["-p", "tests.soak.sizes", "--hypothesis-show-statistics", f"--hypothesis-seed={seed}"]
    held, said = _pytest(words, [path], {"WEIAN_SOAK": factor})
    examples = sum(int(count) for count in re.findall(r"- (\d+) passing", said))
    return held and examples > 0, f"{path.relative_to(ROOT)}: {examples} examples"


def machines(share: float, seed: int) -> Iterator[Part]:
    """200,000 steps of hazards and visits on the tables alone, then 200,000 through the database."""
    alone = [ROOT / "tests/ground/hazards/test_machine.py", ROOT / "tests/programs/inspections/test_machine.py"]
    yield partial(_tried, alone, {"WEIAN_MACHINE": max(10, round(2_000 * share))}, seed)
    for number, steps in _shares(200_000, share, 20_000, least=200):
        yield partial(_tried, [ROOT / "tests/trust/test_random_work.py"], {"WEIAN_STEPS": steps}, seed + number)


def history(share: float, seed: int) -> Iterator[Part]:
    """10,000 changes to the audit by somebody with every right: each must be found at its place."""
    for number, count in _shares(10_000, share, 1_000):
        yield partial(_history, count, seed + number)


def _history(count: int, seed: int) -> Told:
    _load_django()
    from tests.soak import tampering

    asked: Counter[str] = Counter()
    missed = []
    with tampering.clone(f"soak_{os.getpid()}") as db:
        for deed in tampering.deeds(db, count, seed):
            asked[deed.what] += 1
            missed += [] if deed.found else [deed]
        whole = tampering.places(tampering.heads()) == []
    for deed in missed[:20]:
        print(f"  not found: {deed}")
    total = asked.total()
    return not missed and whole, f"{total - len(missed)}/{total} found and located, in {len(asked)} ways"


def deaths(share: float, seed: int) -> Iterator[Part]:
    """50 times kill -9 of the embedded server under writes: what was acknowledged is there exactly once."""
    for number, count in _shares(50, share, 25, least=3):
        yield partial(_deaths, count, seed + number)


def _deaths(count: int, seed: int) -> Told:
    from tests.soak import killing
    from weian.config.embedded import Cluster

    room = Path(tempfile.mkdtemp(prefix="weian-soak-"))
    room.chmod(0o755)  # the server may run as another user
    cluster = Cluster(room / "pg", linger=0.2)
    try:
        killing.prepare(cluster)
        done = list(killing.rounds(cluster, count, seed))
    finally:
        cluster.stop("immediate")
        cluster.release()
        shutil.rmtree(room, ignore_errors=True)
    # Each round counts over all rows so far: the last one tells of all.
    rows = sum(one.acknowledged for one in done)
    held = all(one.acknowledged and not one.lost and not one.doubled for one in done)
    return held, f"{len(done)} deaths, {rows} rows acknowledged, {done[-1].lost} lost, {done[-1].doubled} doubled"


def survival(share: float, seed: int) -> Iterator[Part]:
    """300 times kill -9 of pages, jobs and database under people at work: no acknowledged act is lost or doubled."""
    for number, count in _shares(300, share, 50, least=6):
        yield partial(_survival, count, seed + number)


def _survival(rounds: int, seed: int) -> Told:
    _load_django()
    from tests.soak.survival.rounds import survive

    outcome = survive(rounds, seed)
    for line in [*outcome.lost, *outcome.doubled, *outcome.wrong][:20]:
        print(f"  {line[:300]}")
    return outcome.held, str(outcome)


def addresses(share: float, seed: int) -> Iterator[Part]:
    """100,000 tries of routes × verbs × roles; values that nobody types; 500 random lives through the pages."""
    sizes = {
        "every_route": {"WEIAN_TRIES": max(1, round(100_000 * share))},
        "nasty_values": {"WEIAN_ROUNDS": max(1, round(40 * share))},
        "random_lives": {"WEIAN_LIVES": max(10, round(500 * share))},
    }
    for name, size in sizes.items():
        yield partial(_tried, [ROOT / f"tests/trust/test_{name}.py"], size, seed)


def fence(share: float, seed: int) -> Iterator[Part]:
    """100,000 statements of plain SQL in the scope of everybody: row security alone."""
    size = {"WEIAN_TRIES": max(1, round(100_000 * share))}
    yield partial(_tried, [ROOT / "tests/trust/test_row_security_alone.py"], size, seed)


def outbox(share: float, seed: int) -> Iterator[Part]:
    """20,000 schedules of phones in Node: loss, repetition, reordering, tabs, clocks, kills; nothing lost."""
    # One product and one database for many: starting them is dear, but a house with all their hazards is too.
    for number, count in _shares(20_000, share, 2_500, least=50):
        yield partial(_outbox, count, seed + number * 2_500)


def _outbox(count: int, seed: int, in_chromium: int = 0) -> Told:
    sizes = {"WEIAN_SCHEDULES": count, "WEIAN_SEED": seed % 2**31, "WEIAN_IN_CHROMIUM": in_chromium}
    held, said = _pytest(["-q", "-s"], [ROOT / "tests/journeys/test_outbox.py"], sizes)
    told = re.findall(r"(\d+ schedules, .*)$", said, re.MULTILINE)
    return held and bool(told), f"seed {seed}: {'; '.join(told) or said[-200:]}"


def chromium(share: float, seed: int) -> Iterator[Part]:
    """20 of such schedules in Chromium itself, and what is written for the field page with the network cut."""
    yield partial(_outbox, 50, seed, max(1, round(20 * share)))
    yield _written


def _written() -> Told:
    held, said = _pytest(["-v"], [ROOT / "tests/journeys/test_field_page.py"], {})
    passed = re.findall(r"(\d+) passed", said)
    return held and bool(passed), f"{passed[-1] if passed else 0} written schedules"


def _tried(files: list[Path], sizes: Mapping[str, float], seed: int) -> Told:
    """Tests that say how much they tried."""
    held, said = _pytest(["-q", "-s", f"--hypothesis-seed={seed}"], files, sizes)
    told = re.findall(r"(tried \d.*)$", said, re.MULTILINE)
    return held and len(told) >= len(files), "; ".join(told) or said[-200:]


def _pytest(words: list[str], files: list[Path], variables: Mapping[str, float]) -> Told:
    """Whether these tests pass in a process of their own, and what it said; the end of that is printed if not."""
    environment = os.environ | {name: str(size) for name, size in variables.items()} | {"PYTHONPATH": str(ROOT)}
    argv = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words, *map(str, files)]
    try:
        run = subprocess.run(
            argv, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return False, f"not through after {LONGEST} s"
    if run.returncode:
        print(run.stdout[-8_000:], run.stderr[-2_000:], sep="\n")
    return run.returncode == 0, run.stdout


def _load_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()


STEPS: dict[str, Callable[[float, int], Iterator[Part]]] = {
    one.__name__: one
    for one in (properties, reader, machines, history, deaths, survival, addresses, fence, outbox, chromium)
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
