"""Schedules for the outbox: what Node played, and what must then be found on the server."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from tests.journeys.world import World
from tests.tools import browsers

HERE = Path(__file__).parent
SOURCES = browsers.PROJECT / "weian"
NODE = [browsers.PROJECT / "scripts" / "with-node", "node", "--preserve-symlinks", "--no-warnings"]
INDEXED_DB = browsers.PACKAGES / "fake-indexeddb" / "build" / "esm" / "index.js"
PEOPLE = ("keeper", "head")


@contextmanager
def code() -> Iterator[Path]:
    """The modules as pages load them, phone/ and vendor/ beside each other, and the scripts that play them."""
    with tempfile.TemporaryDirectory(prefix="weian-outbox-") as folder:
        home = Path(folder)
        (home / "package.json").write_text('{"type": "module"}')
        shutil.copytree(SOURCES / "portal" / "phone" / "static" / "phone", home / "phone")
        (home / "vendor").mkdir()
        shutil.copy(SOURCES / "ui" / "static" / "vendor" / "idb.js", home / "vendor")
        for script in HERE.glob("*.mjs"):
            shutil.copy(script, home)
        yield home


def play(world: World, seed: int, schedules: int, *, processes: int = 2) -> list[dict[str, Any]]:
    """Play so many schedules, in several browsers at once. Raises AssertionError with what Node said."""
    with code() as home:
        share = [schedules // processes + (at < schedules % processes) for at in range(processes)]
        told = [
            {
                "address": world.address, "people": [world.cookie(one) for one in PEOPLE], "code": str(home),
                "seed": seed + sum(share[:at]), "schedules": share[at], "photo": _photo(),
                "indexeddb": str(INDEXED_DB),
            }
            for at in range(processes)
        ]  # fmt: skip
        with ThreadPoolExecutor(processes) as pool:
            return [one for found in pool.map(_run, told) for one in found]


# In the page of somebody who is signed in there: its own store, its own locks.
IN_PAGE = """async ({ seed, schedules, photo }) => {
  const shell = await (await fetch("/m/field/")).text();
  const core = /href="([^"]*core[^"]*)"/.exec(shell)[1];
  const asked = [core, "/static/schedules.mjs"].map((one) => import(one));
  const [{ Outbox, openStore }, { playing }] = await Promise.all(asked);
  const fresh = () => new Promise((done, failed) => {
    Object.assign(indexedDB.deleteDatabase("weian-phone"), { onsuccess: done, onerror: failed });
  });
  const send = (path, options) => fetch(path, { ...options, body: options.body?.slice() });
  const made = { Outbox, openStore, send, signIn: () => {}, fresh, locks: () => navigator.locks, people: [""], photo };
  const play = playing(made);
  const results = [];
  for (let n = seed; n < seed + schedules; n++) {
    results.push(await play(n).catch((error) => ({ seed: n, error: error.stack })));
  }
  return results;
}"""


def play_in(page: Page, seed: int, schedules: int) -> list[dict[str, Any]]:
    """Play so many schedules in a real browser, on a page that has no outbox of its own."""
    source = (HERE / "schedules.mjs").read_text("utf-8")
    page.route("**/static/schedules.mjs", lambda route: route.fulfill(content_type="text/javascript", body=source))
    found: list[dict[str, Any]] = page.evaluate(IN_PAGE, {"seed": seed, "schedules": schedules, "photo": _photo()})
    return found


def complaints(world: World, results: Sequence[dict[str, Any]]) -> list[str]:
    """What was lost, doubled, or missing without being said."""
    there = {str(uid): n for uid, n in world.sql("SELECT uid, count(*) FROM hazards_hazard GROUP BY uid")}
    photos = {
        str(uid): n
        for uid, n in world.sql(
            "SELECT owner_uid, count(*) FROM evidence_attachment WHERE owner_kind = 'hazard' GROUP BY owner_uid"
        )
    }
    found: list[str] = []
    for one in results:
        if "error" in one:
            found.append(f"{one['seed']}: {one['error']}")
            continue
        gone = {row["uid"]: row["seq"] for row in one["thrown"] if row["uid"] not in there}
        found += [f"{one['seed']}: lost {uid}" for uid in one["kept"] if uid not in there and uid not in gone]
        said = sorted(n for low, high in one["gaps"] for n in range(low, high + 1))
        if said != sorted(gone.values()):
            found.append(f"{one['seed']}: gaps {said}, in truth {sorted(gone.values())}")
        found += [
            f"{one['seed']}: {photos.get(uid, 0)} photos of {uid}"
            for uid in one["photos"] if uid not in {row["uid"] for row in one["thrown"]} and photos.get(uid) != 1
        ]  # fmt: skip
        if one["open"]:
            found.append(f"{one['seed']}: {one['open']} still on the phone")
    mine = {uid for one in results for uid in one.get("kept", ())}
    texts = world.sql("SELECT text, count(*) FROM hazards_hazard WHERE text LIKE '第 %% 场第 %% 条' GROUP BY text")
    found += [f"{n} times: {text}" for text, n in texts if n > 1]
    if len(mine & set(there)) != len(texts):
        found.append(f"{len(texts)} records of {len(mine & set(there))} acts")
    return found


def try_alone() -> list[dict[str, str]]:
    """The trials of the outbox without our server: {name, error} of each."""
    with code() as home:
        lines = _node(home, "trials.mjs", {"code": str(home), "indexeddb": str(INDEXED_DB)})
    return lines


def _run(told: dict[str, Any]) -> list[dict[str, Any]]:
    lines = _node(Path(told["code"]), "play.mjs", told)
    assert len(lines) == told["schedules"], lines[-1:]
    return lines


def _node(home: Path, script: str, told: dict[str, Any]) -> list[dict[str, Any]]:
    """Run one of the scripts beside the modules. Raises AssertionError with what Node said."""
    environment = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
    argv, said = [*NODE, home / script], json.dumps(told) + "\n"
    done = subprocess.run(argv, input=said, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-3000:] or done.stdout[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _photo() -> str:
    data = io.BytesIO()
    Image.new("RGB", (48, 36), "teal").save(data, "JPEG")
    return base64.b64encode(data.getvalue()).decode()
