"""A phone of the tests: what the page says to the server, and what the server answers."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from PIL import Image

from tests.conftest import client_of
from weian.foundation.people.viewer import Viewer
from weian.kernel import clock


def jpeg(colour: str = "grey", size: int = 64) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(out, "JPEG")
    return out.getvalue()


class Phone:
    """One person's outbox on one phone, without the page."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer, self.client, self.line, self.head = viewer, client_of(viewer), str(uuid4()), 0
        self.acts: list[dict[str, Any]] = []

    def act(self, kind: str, *, photos: list[bytes] | None = None, role: str = "before", **body: Any) -> dict[str, Any]:
        """Do something without network."""
        self.head += 1
        act = {
            "uid": str(uuid4()), "seq": self.head, "kind": kind, "v": 1, "offset": 0,
            "made_at": clock.now().isoformat(), "post": str(self.viewer.appointment.uid), "body": body,
            "photos": [
                {
                    "uid": str(uuid4()), "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "role": role,
                    "source": "camera", "name": "a.jpg", "taken_at": clock.now().isoformat(),
                }
                for data in photos or []
            ],
        }  # fmt: skip
        self.acts.append(act)
        return act

    def send(self, *acts: dict[str, Any], pending: Any = (), device_now: datetime | None = None) -> HttpResponse:
        told = {
            "v": 1, "line": self.line, "head": self.head, "pending": pending,
            "device_now": (device_now or clock.now()).isoformat(), "build": "test", "acts": list(acts),
        }  # fmt: skip
        return self.client.post("/m/sync/", json.dumps(told), content_type="application/json")

    def said(self, *acts: dict[str, Any], **rest: Any) -> dict[str, Any]:
        answer = self.send(*acts, **rest)
        assert answer.status_code == 200, answer.content.decode()
        found: dict[str, Any] = answer.json()
        return found

    def outcome(self, act: dict[str, Any], **rest: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.said(act, **rest)["outcomes"][0]
        return found

    def piece(self, photo: dict[str, Any], at: int, data: bytes) -> HttpResponse:
        return self.client.post(f"/m/photos/?uid={photo['uid']}&at={at}", data, content_type="application/octet-stream")
