"""An outbox that was carried here in a file: opened with its person's key, and decided like what comes over the air."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from weian.foundation.people.api import Viewer
from weian.portal.phone import keys, told
from weian.portal.phone.actions import landing, syncing

LONGEST_LINE = 40 * 2**20
MOST_ACTS = 2_000
_NOT_OURS = "这不是手机“待发送”里存出来的文件，或者它在路上损坏了。请在手机上重新存一次。"
_OTHERS = "这个文件是另一个人存的，只有本人登录后才能交上。"


class BadBox(Exception):
    """The file cannot be taken; a sentence for the person."""


@dataclass
class Carried:
    """What came of a file: decided acts in the order of their numbers, and how many photos are here now."""

    outcomes: list[dict[str, Any]] = field(default_factory=list)
    photos: int = 0
    refused: list[str] = field(default_factory=list)


def take(viewer: Viewer, lines: Iterable[bytes]) -> Carried:
    """Decide the acts of a file, then land its photos. Sent twice, nothing is doubled. Raises BadBox."""
    rows, carried = _rows(viewer, lines), Carried()
    acts: dict[str, list[dict[str, Any]]] = {}
    photos: list[tuple[UUID, bytes]] = []
    for row, opened in rows:
        if "photo" in row:
            photos.append((_uid(row["photo"]), opened))
        else:
            acts.setdefault(str(row.get("line")), []).append(_act(row, opened))
        if len(photos) + sum(map(len, acts.values())) > MOST_ACTS:
            raise BadBox("文件里的记录太多了，请在手机上分几次存。")
    words = {str(act.get("uid")): _words(act.get("body")) for told_acts in acts.values() for act in told_acts}
    for line, told_acts in acts.items():
        for start in range(0, len(told_acts), told.MOST_ACTS):
            batch = _batch(line, told_acts[start : start + told.MOST_ACTS])
            carried.outcomes += [one | {"said": words[one["uid"]]} for one in syncing.receive(viewer, batch).outcomes]
    for uid, data in photos:
        _land(viewer, uid, data, carried)
    return carried


def _rows(viewer: Viewer, lines: Iterable[bytes]) -> Iterator[tuple[dict[str, Any], bytes]]:
    person = viewer.person.pk
    for number, raw in enumerate(lines):
        try:
            if len(raw) > LONGEST_LINE:
                raise ValueError
            row = json.loads(raw)
            if number == 0:
                if row.get("weian") != "outbox" or row.get("v") != 1:
                    raise ValueError
                if row.get("owner") != str(person):
                    raise BadBox(_OTHERS)
                continue
            nonce, box = (base64.b64decode(row[name], validate=True) for name in ("iv", "box"))
            opened = keys.opened(person, str(row["key"]), nonce, box)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
            raise BadBox(_NOT_OURS) from error
        if opened is None:
            raise BadBox(_NOT_OURS)
        yield row, opened


def _act(row: dict[str, Any], opened: bytes) -> dict[str, Any]:
    try:
        act: dict[str, Any] = json.loads(opened)
        return act | {"seq": row["seq"]}
    except (ValueError, KeyError, TypeError) as error:
        raise BadBox(_NOT_OURS) from error


def _batch(line: str, acts: list[dict[str, Any]]) -> told.BatchTold:
    said = {"v": 1, "line": line, "head": 0, "pending": None, "device_now": "", "build": "file", "acts": acts}
    try:
        return told.read(json.dumps(said).encode())
    except told.Unreadable as error:
        raise BadBox(_NOT_OURS) from error


def _words(body: object) -> str:
    """What an act is about, by what its person wrote: its number says nothing to them."""
    said = body if isinstance(body, dict) else {}
    return next(
        (text for name in ("title", "text", "note", "place") if isinstance(text := said.get(name), str) and text), ""
    )


def _uid(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise BadBox(_NOT_OURS) from error


def _land(viewer: Viewer, uid: UUID, data: bytes, carried: Carried) -> None:
    """From where it broke off; a photo of an act that was refused, or is here already, is nothing to speak of."""
    try:
        found = landing.land(viewer, uid, 0, b"")
        here_before = found.landed
        if not (found.landed or found.reason):
            found = landing.land(viewer, uid, found.at, data[found.at :])
    except landing.NotAwaited:
        return
    carried.photos += found.landed and not here_before
    if found.reason:
        carried.refused.append(found.reason)
    if found.outcome:
        carried.outcomes = [
            one | found.outcome if one["uid"] == found.outcome["uid"] else one for one in carried.outcomes
        ]
