"""Fonts are looked for in the customer's folder first, then in ours, then in the machine's."""

from __future__ import annotations

from pathlib import Path

import pytest

from weian.config import fonts


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WEIAN_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(fonts, "VAR", tmp_path / "project")
    monkeypatch.delenv("WEIAN_FONT_DIRS", raising=False)
    return tmp_path / "var"


def unpacked(folder: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / f"{name}.ttf").write_bytes(name.encode())
    return folder


def test_the_customers_folder_comes_first(var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    licensed = tmp_path / "licensed"
    licensed.mkdir()
    fonts.own_folder().mkdir(parents=True)
    monkeypatch.setenv("WEIAN_FONT_DIRS", str(licensed))
    assert fonts.font_paths()[:2] == [licensed, var / "fonts"]


def test_folders_that_are_not_there_are_left_out(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEIAN_FONT_DIRS", "/nowhere/at/all")
    assert all(folder.is_dir() for folder in fonts.font_paths())


def test_only_the_four_files_are_taken(var: Path, tmp_path: Path) -> None:
    source = unpacked(tmp_path / "npm", (*fonts.OURS, "NotoSansSC_900Black"))
    fonts.take(source)
    assert {path.stem for path in (var / "fonts").iterdir()} == set(fonts.OURS)


def test_an_incomplete_package_is_said(var: Path, tmp_path: Path) -> None:
    source = unpacked(tmp_path / "npm", fonts.OURS[:2])
    with pytest.raises(FileNotFoundError, match="字体包不完整"):
        fonts.take(source)


def test_without_a_chinese_font_it_says_no(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "SYSTEM", ())
    monkeypatch.setattr(fonts, "SYSTEM_MAC", ())
    assert fonts.main(["--chinese"]) == 1
