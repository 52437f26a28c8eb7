"""The summary of a notice is downloaded as Word and as PDF; every number in it is counted again in the database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pypdfium2
from docx import Document

from tests.conftest import acting
from tests.journeys import history
from tests.journeys.conftest import PageOf
from tests.journeys.screen import Screen
from tests.journeys.world import World
from weian.ground.duties import api as duties
from weian.ground.hazards import api as hazards
from weian.kernel import clock

NOTE = re.compile(r"^\[(\d+-\d+)\] (\S+)：(\S+)，分子 (\d+)(?:，分母 (\d+))?；清单：(\S+)$")
IN_TEXT = re.compile(r"(底数不清|\d[\d,.]*(?:家|项|条|%))(?:\[(\d+-\d+)\])?")
DAY_OR_NUMBER = re.compile(r"\d{4}-\d{2}-\d{2}|《[^》]*》|（[^）]*）|“[^”]*”")
UNKNOWN = "底数不清"


@dataclass(frozen=True)
class Note:
    """What stands behind one number: as printed, its parts, the list that it opens."""

    printed: str
    numerator: int
    denominator: int | None
    url: str

    @property
    def measure(self) -> str:
        return urlsplit(self.url).path.strip("/").split("/")[-1]

    def parameter(self, name: str) -> str:
        return parse_qs(urlsplit(self.url).query).get(name, [""])[0]


def test_every_number_of_a_summary_is_counted_again(world: World, page_of: PageOf) -> None:
    with world.looking() as cast:
        campaign = history.issued(cast, 401)
        history.signed(cast, campaign)
        owed = history.inspected(cast, campaign)
        with acting(cast.regulator) as by:
            done = duties.owed([cast.city_hospital], document=campaign.document)
            task = next(one.task for one in done if one.obligation.pk == owed.obligation.pk)
            assert task is not None
            duties.accept(task, by=by)
        hazard = history.reported(cast, "住院部电缆井封堵脱落", by=cast.city_officer, seed=5)
        with acting(cast.city_officer) as by:
            hazards.grade(hazard, hazards.Grade.MAJOR, by=by)
    regulator = page_of("regulator")
    regulator.go("/reports/summaries/")
    regulator.page.locator("select[name=document]").select_option(str(campaign.document_id))
    regulator.press("写一份")
    lines = words_of(downloaded(regulator, "Word"))
    notes = {found[1]: note_of(found) for line in lines if (found := NOTE.match(line))}
    body = [line for line in lines[: lines.index("数据说明")] if line] + cells(downloaded(regulator, "Word"))

    # No number without its note, no note without its number, and both say the same.
    told = [found for line in body for found in IN_TEXT.findall(DAY_OR_NUMBER.sub("", line))]
    assert all(marker for _, marker in told), told
    assert {marker for _, marker in told} == set(notes)
    assert all(notes[marker].printed == printed for printed, marker in told)
    assert len({note.measure for note in notes.values()}) >= 8

    # Counted again by hand, and opened: the list has as many rows as the number says.
    for marker, note in notes.items():
        numerator, denominator = counted(world, note)
        assert (note.numerator, note.denominator) == (numerator, denominator), (marker, note)
        assert note.printed == shown(note), (marker, note)
        part = {"numerator": numerator, "denominator": denominator, "remainder": (denominator or 0) - numerator}
        listed = regulator.page.context.request.get(note.url)
        assert listed.ok, note.url
        total = re.search(r"共 ([\d,]+)\W*条", listed.text().replace("\u00a0", " ").replace("&nbsp;", " "))
        # A list of nothing says so in words of its own and has no foot.
        assert (int(total[1]) if total else 0) == part[note.parameter("part")], note

    printed = re.sub(r"\s", "", text_of_pdf(downloaded(regulator, "PDF")))
    for marker, note in notes.items():
        assert f"[{marker}]" in printed, marker
        assert note.printed in printed, note
    assert all(re.sub(r"\s", "", line)[:12] in printed for line in body if not IN_TEXT.search(line))


def counted(world: World, note: Note) -> tuple[int, int | None]:
    """Numerator and denominator of a measure, in plain SQL; None where it has no denominator."""
    document, obligation = note.parameter("document") or None, note.parameter("obligation") or None
    since = date.fromisoformat(note.parameter("since") or f"{clock.today().year}-01-01")
    sent = world.count("SELECT count(*) FROM documents_receipt WHERE document_id = %s", document)
    tasks = (
        "SELECT count(*) FROM duties_task t JOIN duties_obligation o ON o.uid = t.obligation_id"
        " WHERE o.document_id = %s AND (%s::uuid IS NULL OR o.uid = %s) AND "
    )
    of_tasks = (document, obligation, obligation)
    asked = world.count(
        "SELECT count(*) FROM duties_obligation WHERE document_id = %s AND (%s::uuid IS NULL OR uid = %s)", *of_tasks
    )
    found = "SELECT count(*) FROM hazards_hazard WHERE found_on >= %s AND "
    match note.measure:
        case "receipts.signed":
            done = "SELECT count(*) FROM documents_receipt WHERE document_id = %s AND status IN ('signed', 'forwarded')"
            return world.count(done, document), sent
        case "obligations.done":
            return world.count(tasks + "t.status = 'accepted'", *of_tasks), sent * asked
        case "tasks.in_time":
            handed_in = world.count(tasks + "t.submitted_at IS NOT NULL", *of_tasks)
            return world.count(tasks + "t.submitted_at IS NOT NULL AND t.late_days = 0", *of_tasks), handed_in
        case "tasks.late":
            return world.count(tasks + "t.late_days > 0", *of_tasks), None
        case "hazards.found":
            return world.count(found + "true", since), None
        case "hazards.on_the_spot":
            return world.count(found + "on_the_spot", since), None
        case "hazards.closed_rate":
            return world.count(found + "status = 'closed'", since), world.count(found + "true", since)
        case "hazards.major_rate":
            major = found + "grade = 'major' AND "
            return world.count(major + "status = 'closed'", since), world.count(major + "true", since)
        case "hazards.in_time_rate":
            due = "SELECT count(*) FROM hazards_hazard WHERE due BETWEEN %s AND %s AND NOT on_the_spot AND "
            span = (since, clock.today())
            in_time = world.count(
                due + "NOT late_before AND (closed_at AT TIME ZONE 'Asia/Shanghai')::date <= due", *span
            )
            running = "status NOT IN ('applied', 'fixed', 'verified', 'closed') AND due >= %s"
            return in_time, world.count(due + f"NOT ({running})", *span, clock.today())
        case "hazards.open":
            return world.count("SELECT count(*) FROM hazards_hazard WHERE status <> 'closed'"), None
        case "hazards.overdue":
            late = "due < %s AND status NOT IN ('applied', 'fixed', 'verified', 'closed')"
            return world.count(f"SELECT count(*) FROM hazards_hazard WHERE {late}", clock.today()), None
    raise AssertionError(f"没有另外算过的指标：{note.measure}")


def shown(note: Note) -> str:
    """The number as it must be printed."""
    unit = re.sub(r"[\d,.]", "", note.printed)
    if note.parameter("part") == "numerator" and note.denominator is not None and unit in {"%", UNKNOWN}:
        return f"{100 * note.numerator / note.denominator:.1f}%" if note.denominator else UNKNOWN
    whole = note.denominator or 0
    parts = {"numerator": note.numerator, "denominator": whole, "remainder": whole - note.numerator}
    return f"{parts[note.parameter('part')]}{unit}"


def note_of(found: re.Match[str]) -> Note:
    return Note(found[3], int(found[4]), int(found[5]) if found[5] else None, found[6])


def downloaded(screen: Screen, name: str) -> Path:
    with screen.page.expect_download() as loading:
        screen.page.get_by_role("link", name=name, exact=True).first.click()
    return Path(loading.value.path())


def words_of(word: Path) -> list[str]:
    return [paragraph.text.replace("\u00a0", " ") for paragraph in Document(str(word)).paragraphs]


def cells(word: Path) -> list[str]:
    return [cell.text for table in Document(str(word)).tables for row in table.rows for cell in row.cells]


def text_of_pdf(pdf: Path) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
