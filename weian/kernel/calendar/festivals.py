"""Statutory festivals by rule, for years that the State Council has not arranged yet."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

# 全国年节及纪念日放假办法 art. 2 as revised in November 2024, in force since 2025-01-01:
# thirteen days for all citizens.
_SOLAR = ((1, 1, "元旦"), (5, 1, "劳动节"), (5, 2, "劳动节"), *((10, d, "国庆节") for d in (1, 2, 3)))
_LUNAR = (
    *((1, d, "春节") for d in (1, 2, 3)),
    (5, 5, "端午节"),
    (8, 15, "中秋节"),
)


@lru_cache(maxsize=64)
def statutory_festivals(year: int) -> dict[dt.date, str]:
    """Return the thirteen statutory days off of ``year`` with their Chinese names.

    Where 中秋节 falls on 国庆节 there are fewer than thirteen dates, and the earlier name stays.
    Source: 全国年节及纪念日放假办法 (2024 revision), art. 2.
    """
    # lunar-python takes some 60 ms to import; published years never need it.
    from lunar_python import Lunar

    days = {dt.date(year, month, day): name for month, day, name in _SOLAR}
    for month, day, name in _LUNAR:
        solar = Lunar.fromYmd(year, month, day).getSolar()
        days.setdefault(dt.date(solar.getYear(), solar.getMonth(), solar.getDay()), name)
    first = Lunar.fromYmd(year, 1, 1).getSolar()
    eve = dt.date(first.getYear(), first.getMonth(), first.getDay()) - dt.timedelta(days=1)
    days[eve] = "春节"
    days[_qingming(year)] = "清明节"
    return dict(sorted(days.items()))


def _qingming(year: int) -> dt.date:
    """清明 falls on 4, 5 or 6 April in every year from 1900 to 2100."""
    from lunar_python import Solar

    for day in (4, 5, 6):
        if Solar.fromYmd(year, 4, day).getLunar().getJieQi() == "清明":
            return dt.date(year, 4, day)
    raise ValueError(f"no 清明 found in {year}")
