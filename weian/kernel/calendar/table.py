"""The holiday table: published days off and make-up workdays, read from content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

NOT_PUBLISHED = "待国务院通知"
CONTENT = Path(__file__).resolve().parents[2] / "content" / "holidays" / "cn"


class BadHolidayFile(ValueError):
    """A holiday file that must not be loaded; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Source:
    """The notice that arranged the days; ``doc_no`` is None where it has not been verified."""

    title: str
    doc_no: str | None


@dataclass(frozen=True, slots=True)
class Year:
    """One published year: days off and make-up workdays, each with the festival's name."""

    year: int
    off: Mapping[dt.date, str]
    work: Mapping[dt.date, str]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """Published years by number; immutable, so one table can be shared by all threads."""

    years: Mapping[int, Year] = field(default_factory=dict)

    @classmethod
    def of(cls, years: Iterable[Year]) -> HolidayTable:
        """Build a table; raises BadHolidayFile when a year comes twice."""
        found: dict[int, Year] = {}
        for year in years:
            if year.year in found:
                raise BadHolidayFile(f"节假日表中 {year.year} 年出现了两次，请只保留一份。")
            found[year.year] = year
        return cls(found)

    def published(self, day: dt.date) -> bool:
        """Tell whether the arrangement that decides ``day`` is known.

        The last three days of December also need the following year: New Year's arrangement
        has reached back to them (2011-12-31 was made a workday by the notice for 2012).
        """
        if day.year not in self.years:
            return False
        return day < dt.date(day.year, 12, 29) or day.year + 1 in self.years


@cache
def load(folder: Path = CONTENT) -> HolidayTable:
    """Read every ``*.yaml`` of ``folder``, once a process; raises BadHolidayFile naming the file."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise BadHolidayFile("没有找到节假日数据文件。")
    return HolidayTable.of(_read(path) for path in files)


def _read(path: Path) -> Year:
    try:
        return parse_year(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (BadHolidayFile, yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadHolidayFile(f"节假日文件 {path.name} 不能用：{error}") from error


def parse_year(data: Any) -> Year:
    """Turn one loaded YAML document into a Year; raises BadHolidayFile with the reason."""
    if not isinstance(data, dict) or not isinstance(data.get("year"), int):
        raise BadHolidayFile("缺少年份 year。")
    # YAML reads the bare key "off" as False, hence "rest"; a key we do not know is never skipped.
    if data.keys() != {"year", "sources", "rest", "work"}:
        raise BadHolidayFile("应当正好有 year、sources、rest、work 四项。")
    year = data["year"]
    off: dict[dt.date, str] = {}
    for entry in _entries(data, "rest"):
        for day in _span(entry, year):
            _put(off, day, entry)
    work: dict[dt.date, str] = {}
    for entry in _entries(data, "work"):
        _put(work, _day(entry.get("day"), year), entry)
    both = sorted(off.keys() & work.keys())
    if both:
        raise BadHolidayFile(f"{both[0].isoformat()} 既写成放假又写成上班。")
    return Year(year, off, work, tuple(_source(entry) for entry in _entries(data, "sources")))


def _entries(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    entries = data.get(key) or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadHolidayFile(f"{key} 应当是一个列表。")
    return entries


def _put(days: dict[dt.date, str], day: dt.date, entry: dict[str, Any]) -> None:
    if day in days:
        raise BadHolidayFile(f"{day.isoformat()} 写了两次。")
    days[day] = str(entry.get("name") or "")


def _span(entry: dict[str, Any], year: int) -> Iterable[dt.date]:
    first, last = _day(entry.get("from"), year), _day(entry.get("to"), year)
    if last < first:
        raise BadHolidayFile(f"{first.isoformat()} 起的假期结束早于开始。")
    return (first + dt.timedelta(days=n) for n in range((last - first).days + 1))


def _day(value: Any, year: int) -> dt.date:
    # A datetime is a date too, and would never compare equal to one.
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise BadHolidayFile(f"{value!r} 不是日期，应写成 {year}-01-01 这样。")
    if value.year != year:
        raise BadHolidayFile(f"{value.isoformat()} 不在 {year} 年。")
    return value


def _source(entry: dict[str, Any]) -> Source:
    if not entry.get("title"):
        raise BadHolidayFile("来源缺少通知标题 title。")
    return Source(str(entry["title"]), entry.get("doc_no"))
