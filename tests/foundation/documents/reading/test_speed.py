"""Fast enough to feel like nothing: under a second for ten pages, and no Django behind it."""

import subprocess
import sys
import time

from tests.foundation.documents.reading.papers import OWN
from weian.foundation.documents.reading import read_text


def test_ten_pages_take_less_than_a_second():
    body = "".join(path.read_text(encoding="utf-8") for path in OWN)
    text = (body * (12_000 // len(body) + 1))[:12_000]
    read_text("短通知\n每月检查。")
    started = time.process_time()  # of this process: what else the machine does is not the reader's
    read_text(text)
    assert time.process_time() - started < 1.0


def test_one_endless_line_does_not_take_endless_time():
    for words in (
        "（" * 20_000,
        "一是每月2日前" * 3_000,
        "每月" * 5_000,
        "责任单位：甲" * 3_000,
        "、各单位" * 5_000,
        "100%" * 5_000,
        "2024年1月1日至" * 2_000,
        "《“" * 10_000,
    ):
        started = time.process_time()
        read_text("关于检查的通知\n各单位：\n一、" + words)
        assert time.process_time() - started < 10.0, words[:10]


def test_the_reader_needs_no_django():
    probe = (
        "import sys, weian.foundation.documents.reading.command as c\n"
        "assert c.main(['--json', sys.argv[1]]) == 0\n"
        "bad = {'django', 'psycopg', 'pydantic', 'docx', 'pypdfium2'} & set(sys.modules)\n"
        "assert not bad, bad"
    )
    run = subprocess.run([sys.executable, "-c", probe, str(OWN[0])], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
