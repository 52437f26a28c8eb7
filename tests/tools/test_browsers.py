"""Both browsers that the journeys use are real, of the named version, and draw Chinese with Chinese fonts."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.tools import browsers
from weian.config import fonts

PAGE = "<!doctype html><meta charset=utf-8><p id=text style='font-family:{family}'>消防通道，严禁占用：玥璟喆祎</p>"


@pytest.mark.parametrize("version", [153, 109])
@pytest.mark.parametrize(("family", "known"), [("serif", fonts.CHINESE_SERIF), ("sans-serif", fonts.CHINESE_SANS)])
def test_chinese_is_drawn_in_a_chinese_font(version: browsers.Version, family: str, known: tuple[str, ...]) -> None:
    # A thread of its own: another Playwright may be open in this one.
    with ThreadPoolExecutor(1) as thread:
        drawn = thread.submit(browsers.draw, version, PAGE.format(family=family)).result(60)
    assert len(drawn) == 1
    assert drawn[0] in known


def test_a_missing_package_is_said_with_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(browsers.SOURCES, 109, tmp_path)
    with pytest.raises(browsers.NoBrowser, match="make browsers"):
        browsers.executable(109)


def test_missing_libraries_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsers, "_missing_libraries", lambda *_: ["libnss3.so"])
    with pytest.raises(browsers.NoBrowser, match=r"缺少系统库 libnss3\.so[\s\S]*apt-get install -y libnss3"):
        browsers.executable(109)


def test_the_oldest_browser_is_the_real_109() -> None:
    found = subprocess.run(
        ["grep", "-c", "-a", "109.0.5412.0", browsers.executable(109)], check=False, capture_output=True, text=True
    )
    assert int(found.stdout) > 0
