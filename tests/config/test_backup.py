"""Out of a backup an instance comes back whole, or not at all: dump, wipe, restore, verify, sign in."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from tests import database
from tests.cast import Cast
from tests.conftest import acting, set_up
from tests.ground.hazards.situations import Situations as Hazards
from weian.config import backup, migrating
from weian.config.backup import archive
from weian.config.backup.servers import Server, server_of_cluster
from weian.foundation.audit import api as audit
from weian.foundation.evidence.models import Attachment
from weian.ground.hazards.api import Hazard

PASSWORD, WORDS = "Lu-zhou-2026", "correct horse battery 卫安"


@dataclass
class Instance:
    """A database with work in it, its folder, and a sealed and an open backup of both."""

    server: Server
    var: Path
    sealed: Path
    open: Path
    told: list[str] = field(default_factory=list)
    fingerprints: list[str] = field(default_factory=list)

    def restore(self, source: Path, *, passphrase: str = "", replace: bool = False) -> Any:
        for alias in connections:
            connections[alias].close()
        known = migrating.on_disk()
        return backup.restore(
            self.server, self.var, source, replace=replace, passphrase=passphrase, known=known, say=self.told.append
        )

    def sql(self, statement: str) -> list[Any]:
        with psycopg.connect(self.server.superuser(self.server.database), autocommit=True) as db:
            cursor = db.execute(statement)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def instance(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instance]:
    var, name = tmp_path_factory.mktemp("kept"), f"kept_{os.getpid()}"
    made = Instance(server_of_cluster(database.cluster(), name), var, var / "sealed.weian", var / "open.tar")
    with (
        pytest.MonkeyPatch.context() as patched,
        django_db_blocker.unblock(),
        database.database(name),
        database.pointed_at(name),
    ):
        patched.setattr(settings, "EVIDENCE_ROOT", var / "evidence")
        patched.setenv("WEIAN_VAR", str(var))
        (var / "secret_key").write_text("the key of this instance")
        cast = Cast()
        Hazards(cast).verified()
        with set_up():
            account = cast.officer.person.account
            account.set_password(PASSWORD)
            account.save(update_fields=["password"])
        for target, passphrase in ((made.sealed, WORDS), (made.open, "")):
            made.fingerprints.append(
                backup.take(made.server, var, target, passphrase=passphrase, say=made.told.append)
            )  # fmt: skip
        yield made


@pytest.fixture(autouse=True)
def _on_it(instance: Instance, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def wipe(instance: Instance) -> None:
    for alias in connections:
        connections[alias].close()
    database.cluster().dropdb(instance.server.database)
    shutil.rmtree(instance.var / "evidence")
    (instance.var / "secret_key").unlink()
    (instance.var / "schema.digest").write_text("of before")


def test_wiped_and_restored_everything_is_there_and_one_signs_in(instance: Instance) -> None:
    with set_up():
        heads = audit.heads()
        hazard = Hazard.objects.get()
        files = {one.blob_id: one.pk for one in Attachment.objects.all()}
    wipe(instance)
    done = instance.restore(instance.sealed, passphrase=WORDS)

    assert (done.fingerprint, done.chains, done.files) == (instance.fingerprints[0], len(heads), len(files))
    with set_up():
        assert audit.heads() == heads
        assert list(audit.faults(heads)) == []
    assert (instance.var / "secret_key").read_text() == "the key of this instance"
    assert not (instance.var / "schema.digest").exists()  # the next start looks whether it is of another version
    browser = Client()
    assert browser.post("/accounts/login/", {"login": "officer", "password": PASSWORD}).status_code == 302
    assert hazard.text in browser.get(f"/hazards/{hazard.pk}/").content.decode()
    for uid in files.values():
        answer = browser.get(f"/files/{uid}/")
        assert answer.status_code == 200 and b"".join(answer.streaming_content)
        answer.close()


def test_the_fences_come_back_with_the_rows(instance: Instance) -> None:
    cast = Cast()
    with acting(cast.outsider):
        assert Hazard.objects.count() == 0
    with acting(cast.officer):
        assert Hazard.objects.count() == 1
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("SELECT * FROM hazards_hazard")
    with set_up(), pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event")
    rights = "SELECT has_table_privilege('weian_backup', 'hazards_hazard', '{}')"
    assert (instance.sql(rights.format("SELECT")), instance.sql(rights.format("INSERT"))) == ([(True,)], [(False,)])


def test_an_instance_in_use_is_not_overwritten_unasked(instance: Instance) -> None:
    with pytest.raises(backup.BackupError, match=r"已经有数据.*--replace"):
        instance.restore(instance.open)
    before = instance.sql("SELECT count(*) FROM audit_event")
    instance.sql("DELETE FROM people_session")
    instance.sql("DELETE FROM people_account")
    user = psycopg.connect(instance.server.login(instance.server.database))
    with user, pytest.raises(backup.BackupError, match="还在运行"):
        instance.restore(instance.open, replace=True)
    user.close()
    assert instance.sql("SELECT count(*) FROM people_account") == [(0,)]
    instance.restore(instance.open, replace=True)
    assert instance.sql("SELECT count(*) > 0 FROM people_account") == [(True,)]
    assert instance.sql("SELECT count(*) FROM audit_event") == before


def damaged(data: bytes) -> Iterator[tuple[str, bytes, str]]:
    """Ways to spoil a backup, and the words that must come."""
    middle = len(data) // 2
    yield "empty", b"", "不是卫安的备份"
    yield "another file", b"%PDF-1.7" + data[8:], "不是卫安的备份"
    yield "half", data[:middle], "不完整|截断"
    yield "without its end", data[: data.rindex(archive.SUMS.encode())], "不完整|截断"
    yield "one bit", data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :], "改动"


def test_a_broken_cut_or_changed_backup_is_refused_and_changes_nothing(instance: Instance, tmp_path: Path) -> None:
    before = instance.sql("SELECT oid FROM pg_database ORDER BY 1")
    for what, data, says in damaged(instance.open.read_bytes()):
        spoiled = tmp_path / "spoiled"
        spoiled.write_bytes(data)
        with pytest.raises(backup.BackupError, match=says):
            instance.restore(spoiled, replace=True)
            pytest.fail(what)
    assert instance.sql("SELECT oid FROM pg_database ORDER BY 1") == before
    assert list(instance.var.glob("restore-*")) == []


def test_a_sealed_backup_opens_for_its_passphrase_alone_and_shows_every_change(
    instance: Instance, tmp_path: Path
) -> None:
    data = instance.sealed.read_bytes()
    assert b"PGDMP" not in data and b"PGDMP" in instance.open.read_bytes()
    with pytest.raises(backup.BackupError, match="加了密"):
        instance.restore(instance.sealed, replace=True)
    with pytest.raises(backup.BackupError, match="口令不对"):
        instance.restore(instance.sealed, passphrase="another", replace=True)
    for at in (20, len(data) // 2, len(data) - 1):
        spoiled = tmp_path / "spoiled"
        spoiled.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(backup.BackupError, match="改动或截断"):
            instance.restore(spoiled, passphrase=WORDS, replace=True)
        spoiled.write_bytes(data[:at])
        with pytest.raises(backup.BackupError, match=r"截断|不完整"):
            instance.restore(spoiled, passphrase=WORDS, replace=True)


def rewritten(source: Path, target: Path, **changed: bytes) -> Path:
    """The archive with other members, its sums made to fit: somebody who knows the form."""
    with tarfile.open(source) as old, target.open("wb") as file, archive.written(file, "") as writer:
        for member in old.getmembers():
            if member.name != archive.SUMS:
                data = changed.get(member.name.partition(".")[0], old.extractfile(member).read())  # type: ignore[union-attr]
                writer.put_bytes(member.name, data)
        sums = "".join(writer.sums).encode()
        writer._add(archive.SUMS, len(sums), io.BytesIO(sums))
    return target


def test_a_backup_made_to_fit_is_found_out_by_what_it_holds(instance: Instance, tmp_path: Path) -> None:
    """Sums alone can be made anew; rows and chains are counted against what was true."""
    with tarfile.open(instance.open) as tar:
        manifest = tar.extractfile(archive.MANIFEST).read()  # type: ignore[union-attr]
    heads = manifest.replace(b'"heads": {\n', b'"heads": {\n  "00000000-0000-4000-8000-00000000dead": [1, "00"],\n')
    counts = manifest.replace(b'"hazards_hazard": 1', b'"hazards_hazard": 2')
    newer = manifest.replace(b'"0001_initial"', b'"9999_of_tomorrow"', 1)
    for data, says in ((heads, "审计链不完整"), (counts, "hazards_hazard 有 1 行"), (newer, "更新的版本")):
        assert data != manifest
        spoiled = rewritten(instance.open, tmp_path / "spoiled", manifest=data)
        with pytest.raises(backup.BackupError, match=says):
            instance.restore(spoiled, replace=True)


def test_a_lost_file_is_told_when_the_backup_is_taken(instance: Instance, tmp_path: Path) -> None:
    kept = next(path for path in (instance.var / "evidence").glob("*/*") if path.suffix != ".thumb")
    data = kept.read_bytes()
    target = tmp_path / "b.tar"
    for spoil, says in ((kept.unlink, "不见了"), (lambda: kept.write_bytes(data[:-1]), "已损坏")):
        spoil()
        with pytest.raises(backup.BackupError, match=says):
            backup.take(instance.server, instance.var, target, say=instance.told.append)
        assert list(tmp_path.iterdir()) == []
        kept.write_bytes(data)
    with pytest.raises(backup.BackupError, match="不覆盖"):
        backup.take(instance.server, instance.var, instance.open, say=instance.told.append)


def test_the_words_of_the_command_end_where_a_file_cannot_be_read(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "weian.config.cli", "backup", str(tmp_path / "b"), "--passphrase-file", "/no/such"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (1, "")
    assert "读不到口令文件" in told.stderr
