"""Those who work meanwhile: their browsers try again until they hear that it is done, each act under its own uid."""

from __future__ import annotations

import http.client
import os
import threading
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.ground.hazards.situations import picture
from tests.soak.survival.outcome import Outcome
from tests.soak.survival.product import PATIENCE

TOKEN = "k" * 32


class Browser:
    """Sends a form until somebody answers: nobody there, a 5xx or half an answer is a reason to try again."""

    def __init__(self, address: str, session: str) -> None:
        self.host, self.session, self.repeated = urlsplit(address).netloc, session, 0

    def send(self, path: str, values: dict[str, str], photo: SimpleUploadedFile | None = None) -> str:
        """Where the answer leads to; or its status and what it says, where it leads nowhere."""
        files = {"photo": photo} if photo else {}
        body = encode_multipart(BOUNDARY, {**values, "csrfmiddlewaretoken": TOKEN, **files})
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "Content-Type": MULTIPART_CONTENT}
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            with suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection(self.host, timeout=10)
                try:
                    connection.request("POST", path, body, headers)
                    answer = connection.getresponse()
                    text = answer.read()
                finally:
                    connection.close()
                if answer.status < 500:
                    return answer.headers.get("Location") or f"{answer.status} {text[-3000:].decode(errors='replace')}"
            self.repeated += 1
            time.sleep(0.05)
        raise TimeoutError(f"nobody answered {path} for {PATIENCE} s")


class Client(threading.Thread, ABC):
    """Somebody who works without a break and believes what they are told."""

    who = ""

    def __init__(self, address: str, cookies: dict[str, str], task: str) -> None:
        super().__init__(daemon=True)
        self.browser, self.officer = Browser(address, cookies[self.who]), Browser(address, cookies["officer"])
        self.task = task
        self.acknowledged: list[tuple[str, UUID]] = []
        self.refused: list[str] = []
        self.enough = threading.Event()

    def run(self) -> None:
        try:
            while not self.enough.is_set():
                self.work()
        except Exception as error:
            self.refused.append(repr(error))

    @abstractmethod
    def work(self) -> None:
        """One act, or one after the other."""

    def heard(self, kind: str, uid: UUID, answer: str, wanted: str) -> bool:
        if answer == wanted:
            self.acknowledged.append((kind, uid))
        else:
            self.refused.append(f"{kind} {uid}: {answer}")
        return answer == wanted

    def end(self, outcome: Outcome) -> None:
        self.enough.set()
        self.join(PATIENCE)
        outcome.wrong += self.refused
        outcome.repeated += self.browser.repeated + self.officer.repeated


class Finder(Client):
    """Reports a hazard with a photo; the officer grades it."""

    who = "keeper"

    def work(self) -> None:
        uid = uuid4()
        here = f"/hazards/{uid}/"
        values = {"uid": str(uid), "text": f"通道堵塞 {uid}", "place": "东侧", "found_mode": "daily"}
        answer = self.browser.send("/hazards/new/", values, picture("p.jpg", (*os.urandom(3),)))
        if self.heard("hazard", uid, answer, here):
            answer = self.officer.send(f"{here}grading/", {"grade": "general"})
            # Graded already, says the page to what is sent again; if it were not, history would have no such event.
            done = answer == here or answer.startswith(("409", "422"))
            self.heard("grading", uid, here if done else answer, here)


class Keeper(Client):
    """Writes down what was done about a task."""

    who = "officer"

    def work(self) -> None:
        uid = uuid4()
        values = {"request_id": str(uid), "title": f"自查 {uid}", "happened_on": "2026-11-20", "text": "已查。"}
        self.heard("record", uid, self.browser.send(f"{self.task}records/", values), self.task)
