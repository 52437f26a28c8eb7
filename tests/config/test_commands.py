"""The commands that need no running instance: what they say, and what their exit code is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from weian.config import cli
from weian.config.commands import docs, mission

PROJECT = Path(__file__).parents[2]
GOOD_PACK = "code: own.words\nversion: '1'\ntitle: 自己的词\nvalid_from: 2026-01-01\n"


def written_pack(folder: Path, manifest: str) -> Path:
    pack = folder / "own" / "words"
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text(manifest, "utf-8")
    return folder


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["help"]) == 0
    said = capsys.readouterr().out
    assert [name for name in cli.COMMANDS if f"weian {name}" not in said] == []


def test_an_unknown_command_is_named_and_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fly"]) == 2
    assert "没有 fly 这个命令" in capsys.readouterr().err


def test_a_reader_that_has_enough_hears_no_complaint() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    told = subprocess.run(
        [sys.executable, "-m", "weian.config.cli", "help"],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        check=False,
    )
    os.close(writer)
    assert (told.returncode, told.stderr) == (1, "")


def test_our_own_content_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["packs", "check"]) == 0
    assert "全部有效" in capsys.readouterr().out


def test_a_folder_of_good_content_is_valid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["packs", "check", str(written_pack(tmp_path, GOOD_PACK))]) == 0
    assert "1 个内容包" in capsys.readouterr().out


def test_bad_content_is_named_by_file_and_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = written_pack(tmp_path, GOOD_PACK.replace("valid_from: 2026-01-01", "valid_from: someday"))
    assert cli.main(["packs", "check", str(bad)]) == 1
    said = capsys.readouterr().err
    assert "pack.yaml" in said and "valid_from" in said


def test_a_landed_version_with_other_content_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from weian.foundation.packs import landed

    record = tmp_path / "landed.json"
    monkeypatch.setattr(landed, "LANDED", record)
    assert cli.main(["packs", "landed"]) == cli.main(["packs", "check"]) == 0
    settled = json.loads(record.read_text("utf-8"))
    version = next(iter(settled["duties/common"]))
    settled["duties/common"][version] = "0" * 64
    record.write_text(json.dumps(settled), "utf-8")
    capsys.readouterr()
    assert cli.main(["packs", "check"]) == cli.main(["packs", "landed"]) == 1
    assert f"duties/common {version} 已经发布过" in capsys.readouterr().err
    assert json.loads(record.read_text("utf-8")) == settled


def test_a_folder_without_content_is_not_called_valid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["packs", "check", str(tmp_path)]) == 1
    assert "没有内容包" in capsys.readouterr().err


def test_content_is_checked_or_loaded_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["packs", "eat"]) == cli.main(["packs"]) == 2
    assert "用法" in capsys.readouterr().err


def test_generated_documents_are_those_of_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["docs", "--check"]) == 0, capsys.readouterr().err


def test_a_stale_or_forgotten_document_is_found_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "DOCS", tmp_path / "docs")
    assert cli.main(["docs", "--check"]) == 1
    assert "docs/sockets.md" in capsys.readouterr().err
    assert cli.main(["docs"]) == cli.main(["docs", "--check"]) == 0
    forgotten = tmp_path / "docs" / "states" / "gone.thing.md"
    forgotten.write_text("once there was")
    assert cli.main(["docs", "--check"]) == 1
    assert cli.main(["docs"]) == 0
    assert not forgotten.exists()


def results(tmp_path: Path, proved: dict[str, list[str]]) -> str:
    path = tmp_path / "mission.json"
    path.write_text(json.dumps(proved))
    return str(path)


def test_the_mission_counts_what_tests_proved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = list(mission.rows())
    told = cli.main(["mission", "--results", results(tmp_path, {known[0]: ["tests/a.py::test_b"]})])
    said = capsys.readouterr().out
    assert told == 0
    assert f"✓ {known[0]}" in said and "tests/a.py::test_b" in said
    assert f"共 {len(known)} 行，已证明 1，未证明 {len(known) - 1}" in said


def test_all_names_also_what_nothing_proves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mission", "--all", "--results", results(tmp_path, {})]) == 0
    said = capsys.readouterr().out
    assert [one for one in mission.rows() if f"· {one}" not in said] == []


def test_a_row_that_does_not_exist_cannot_be_proved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mission", "--results", results(tmp_path, {"S9-9.9": ["tests/a.py::test_b"]})]) == 1
    assert "S9-9.9" in capsys.readouterr().err


def test_without_results_the_mission_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mission", "--results", str(tmp_path / "none.json")]) == 1
    assert "make test" in capsys.readouterr().err
