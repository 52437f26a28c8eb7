"""Steps that several journeys share: a notice is read in, confirmed, addressed and sent down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.journeys import papers
from tests.journeys.screen import Screen
from weian.kernel import clock

TITLE = "关于开展今冬安全生产专项检查的通知"


@dataclass(frozen=True)
class Issued:
    """A notice that went out: the campaign's uid, the document's uid, its number."""

    campaign: str
    document: str
    doc_no: str


def upload(name: str, content: bytes) -> dict[str, object]:
    """A file as the browser's file field takes it."""
    kinds = {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf": "application/pdf",
    }
    kind = kinds.get(name.rsplit(".", 1)[-1], "image/jpeg" if name.endswith("jpg") else "application/octet-stream")
    return {"name": name, "mimeType": kind, "buffer": content}


def read_in(regulator: Screen, name: str, content: bytes) -> str:
    """From the list of notices to the working page; returns the campaign's uid."""
    regulator.go("/notices/")
    regulator.follow("读入通知")
    regulator.field("通知文件").set_input_files(upload(name, content))  # type: ignore[arg-type]
    regulator.press("读入")
    return regulator.uid


def confirm_all(regulator: Screen) -> None:
    """The certain ones in one act, two doubtful ones one by one, what is left chosen and accepted together."""
    page = regulator.page
    certain = page.get_by_role("button", name=re.compile("^采纳没有疑点的"))
    if certain.count():
        regulator.swap(certain)
    for _ in range(2):
        if page.locator("article.is-open", has_text="待确认").count():
            regulator.swap(page.locator("article.is-open").get_by_role("button", name="采纳", exact=True))
    for box in page.locator("[data-wa-pick]").all():
        box.check()
    if page.locator("[data-wa-bulk]").is_visible():
        regulator.swap(page.locator("[data-wa-bulk]").get_by_role("button", name="采纳", exact=True))
    while page.locator("article.is-open", has_text="待确认").count():
        regulator.swap(page.locator("article.is-open").get_by_role("button", name="采纳", exact=True))
    page.get_by_text("每一条都有了决定。").wait_for()


def issue(regulator: Screen, number: int) -> Issued:
    """A Word file becomes a notice to the city's own institutions, as its text addresses it."""
    text = papers.notice(number, today=clock.today())
    campaign = read_in(regulator, f"通知{number}.docx", papers.word(text))
    confirm_all(regulator)
    address_to_own(regulator, chosen=True)
    document = send(regulator)
    return Issued(campaign, document, f"云卫安发〔{clock.today().year}〕{number}号")


def address_to_own(regulator: Screen, *, chosen: bool) -> None:
    """To 直属各单位, which the text addressed already if `chosen`."""
    regulator.press(regulator.page.locator("#issue-head").get_by_role("link", name="发送对象"))
    group = regulator.page.get_by_role("checkbox", name=re.compile("直属各单位"))
    assert group.is_checked() or not chosen
    group.check()
    regulator.press("定下发送对象")


def send(regulator: Screen) -> str:
    """The notice goes out; returns the document's uid."""
    regulator.press(regulator.page.get_by_role("button", name=re.compile("^下发给")))
    document = regulator.page.get_by_role("link", name="看原文和签收").get_attribute("href") or ""
    return document.strip("/").rsplit("/", 1)[-1]
