"""`make soak`: random tests enlarged, history tampered with, servers and pages killed, every address tried,
phones without network.

`--part 0.01`: a hundredth.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.soak.sizes import FULL

ROOT = Path(__file__).resolve().parents[2]
FLIPS, DEATHS, KILLS = 10_000, 50, 300
TRIES, ROUNDS, LIVES = 100_000, 40, 500
SCHEDULES = 20_000
LONGEST = 4 * 3600  # seconds for one step


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--part", type=float, default=1.0, help="this share of every size, e.g. 0.01")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="of the tampering and the deaths")
    parser.add_argument("--only", choices=STEPS, help="one step")
    options = parser.parse_args(argv)
    if not 0 < options.part <= 1:
        parser.error("--part is above 0 and at most 1")
    print(f"seed {options.seed}", flush=True)
    failed = []
    for name, step in STEPS.items():
        if options.only in (None, name):
            began = time.monotonic()
            held, figures = step(options.part, options.seed)
            failed += [] if held else [name]
            print(f"{'ok  ' if held else 'FAIL'} {name}: {figures} ({time.monotonic() - began:.0f} s)", flush=True)
    return 1 if failed else 0


def properties(part: float, seed: int) -> tuple[bool, str]:
    """Every @given test of the project, in a process of its own."""
    files = sorted({path for path in ROOT.glob("tests/**/test_*.py") if "@given" in path.read_text("utf-8")})
    words = ["-p", "tests.soak.sizes", "--hypothesis-show-statistics"]
    held, said = _pytest([*words, f"--hypothesis-seed={seed}"], files, {"WEIAN_SOAK": FULL * part})
    examples = sum(int(count) for count in re.findall(r"- (\d+) passing", said))
    last = (said.strip().splitlines() or [""])[-1]
    return held and examples > 0, f"{len(files)} files, {examples} examples, {last}"


def history(part: float, seed: int) -> tuple[bool, str]:
    """Changes to the audit by somebody with every right: each must be found at its place."""
    _load_django()
    from tests.soak import tampering

    asked: Counter[str] = Counter()
    missed = []
    with tampering.clone(f"soak_{os.getpid()}") as db:
        for deed in tampering.deeds(db, max(1, round(FLIPS * part)), seed):
            asked[deed.what] += 1
            missed += [] if deed.found else [deed]
        whole = tampering.places(tampering.heads()) == []
    for deed in missed[:20]:
        print(f"  not found: {deed}")
    total = asked.total()
    return not missed and whole, f"{total - len(missed)}/{total} found and located, in {len(asked)} ways"


def deaths(part: float, seed: int) -> tuple[bool, str]:
    """kill -9 under writes: what was acknowledged is there exactly once."""
    from tests.soak import killing
    from weian.config.embedded import Cluster

    room = Path(tempfile.mkdtemp(prefix="weian-soak-"))
    room.chmod(0o755)  # the server may run as another user
    cluster = Cluster(room / "pg", linger=0.2)
    try:
        killing.prepare(cluster)
        done = list(killing.rounds(cluster, max(3, round(DEATHS * part)), seed))
    finally:
        cluster.stop("immediate")
        cluster.release()
        shutil.rmtree(room, ignore_errors=True)
    # Each round counts over all rows so far: the last one tells of all.
    rows = sum(one.acknowledged for one in done)
    held = all(one.acknowledged and not one.lost and not one.doubled for one in done)
    return held, f"{len(done)} deaths, {rows} rows acknowledged, {done[-1].lost} lost, {done[-1].doubled} doubled"


def survival(part: float, seed: int) -> tuple[bool, str]:
    """kill -9 of pages, jobs and database under people at work: no acknowledged act is lost or doubled."""
    _load_django()
    from tests.soak.survival.rounds import survive

    outcome = survive(max(6, round(KILLS * part)), seed)
    for line in [*outcome.lost, *outcome.doubled, *outcome.wrong][:20]:
        print(f"  {line[:300]}")
    return outcome.held, str(outcome)


def addresses(part: float, seed: int) -> tuple[bool, str]:
    """Everybody at every address with every verb, values that nobody types, plain SQL, random lives."""
    tries, rounds = max(1, round(TRIES * part)), max(1, round(ROUNDS * part))
    sizes = {"WEIAN_TRIES": tries, "WEIAN_ROUNDS": rounds, "WEIAN_LIVES": max(10, round(LIVES * part))}
    names = ("every_route", "nasty_values", "row_security_alone", "random_lives")
    files = [ROOT / "tests/trust" / f"test_{name}.py" for name in names]
    held, said = _pytest(["-q", "-s"], files, sizes)
    told = re.findall(r"(tried \d.*)$", said, re.MULTILINE)
    return held and len(told) >= len(names), "; ".join(told) or said[-200:]


def outbox(part: float, seed: int) -> tuple[bool, str]:
    """Phones without network: loss, repetition, reordering, tabs, clocks, kills; nothing lost, doubled or unsaid."""
    sizes = {"WEIAN_SCHEDULES": max(50, round(SCHEDULES * part)), "WEIAN_SEED": seed % 2**31}
    held, said = _pytest(["-q", "-s"], [ROOT / "tests" / "journeys" / "test_outbox.py"], sizes)
    told = re.findall(r"(\d+ schedules, .*)$", said, re.MULTILINE)
    return held and bool(told), "; ".join(told) or said[-200:]


def _pytest(words: list[str], files: list[Path], variables: Mapping[str, float]) -> tuple[bool, str]:
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


STEPS: dict[str, Callable[[float, int], tuple[bool, str]]] = {
    "properties": properties,
    "history": history,
    "deaths": deaths,
    "survival": survival,
    "addresses": addresses,
    "outbox": outbox,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
