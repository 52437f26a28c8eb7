"""Write the yearly holiday files from the days published by the chinesecalendar package.

``python -m weian.kernel.calendar.generate FOLDER`` adds the years that FOLDER does not have;
existing files are left alone, because a loaded file is never edited.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

TITLE = "国务院办公厅关于{year}年部分节假日安排的通知"

# Numbers checked against several independent publications; other years stay null.
DOC_NO = {
    2016: "国办发明电〔2015〕18号",
    2018: "国办发明电〔2017〕12号",
    2019: "国办发明电〔2018〕15号",
    2020: "国办发明电〔2019〕16号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}

# Notices that changed an arrangement after it was published.
AMENDED = {
    2019: ("国务院办公厅关于调整2019年劳动节假期安排的通知", "国办发明电〔2019〕3号"),
    2020: ("国务院办公厅关于延长2020年春节假期的通知", "国办发明电〔2020〕1号"),
}


def spans(days: dict[dt.date, str]) -> list[tuple[dt.date, dt.date, str]]:
    """Join neighbouring days of one name into ``(first, last, name)``."""
    joined: list[tuple[dt.date, dt.date, str]] = []
    for day, name in sorted(days.items()):
        if joined and joined[-1][2] == name and (day - joined[-1][1]).days == 1:
            joined[-1] = (joined[-1][0], day, name)
        else:
            joined.append((day, day, name))
    return joined


def render(year: int, off: dict[dt.date, str], work: dict[dt.date, str]) -> str:
    """Return the YAML text of one year."""
    lines = [f"year: {year}", "sources:", *_source(TITLE.format(year=year), DOC_NO.get(year))]
    if year in AMENDED:
        lines += _source(*AMENDED[year])
    lines.append("rest:")
    lines += [f"  - {{from: {a}, to: {b}, name: {name}}}" for a, b, name in spans(off)]
    lines.append("work:" if work else "work: []")
    lines += [f"  - {{day: {day}, name: {name}}}" for day, name in sorted(work.items())]
    return "\n".join(lines) + "\n"


def _source(title: str, doc_no: str | None) -> list[str]:
    return [f"  - title: {title}", f"    doc_no: {doc_no or 'null'}"]


def published() -> dict[int, tuple[dict[dt.date, str], dict[dt.date, str]]]:
    """Return days off and make-up workdays by year, as chinesecalendar knows them."""
    from chinese_calendar import constants

    names = {festival.value: festival.chinese for festival in constants.Holiday}
    years: dict[int, tuple[dict[dt.date, str], dict[dt.date, str]]] = {}
    for index, days in enumerate((constants.holidays, constants.workdays)):
        for day, name in days.items():
            years.setdefault(day.year, ({}, {}))[index][day] = names[name]
    return years


def main(argv: list[str]) -> int:
    """Write the missing years into the folder named on the command line."""
    if len(argv) != 1 or not Path(argv[0]).is_dir():
        print("用法：python -m weian.kernel.calendar.generate 文件夹", file=sys.stderr)
        return 2
    for year, (off, work) in sorted(published().items()):
        path = Path(argv[0]) / f"{year}.yaml"
        if not path.exists():
            path.write_text(render(year, off, work), encoding="utf-8")
            print(f"{path.name}：放假 {len(off)} 天，补班 {len(work)} 天")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
