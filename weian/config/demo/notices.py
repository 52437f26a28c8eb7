"""The demo's two notices, with the places of the demo and days that lie around the day on which it is built."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from weian.config.demo.places import Places

FOLDER = Path(__file__).resolve().parents[2] / "content" / "demo" / "notices"

# Days of the texts → days from the day of building. Years are written out, so that nothing is guessed.
CITY_DAYS = {
    "2026年11月23日": -14, "12月5日前": -5, "12月20日前": 9, "12月15日前": 4, "12月25日前": 13, "12月31日前": 19,
    "12月底前": 24, "2027年1月10日前": 30,
}  # fmt: skip
PROVINCE_DAYS = {
    "2026年10月20日": -40, "即日起至2026年11月10日": -19, "2026年11月20日前": -9, "2026年12月10日前": 11,
    "2026年11月10日前": -19, "2026年12月31日前": 32, "2027年3月20日前": 110,
}  # fmt: skip


def city_notice(places: Places, today: date) -> str:
    return _written("city_winter_2026.txt", places, today, CITY_DAYS)


def province_notice(places: Places, today: date) -> str:
    text = _written("province_spring_2026.txt", places, today, PROVINCE_DAYS)
    spans = {
        "2026年11月11日至2027年1月31日": f"{_cn(today - timedelta(days=18))}至{_cn(today + timedelta(days=62))}",
        "2027年2月1日至全国": f"{_cn(today + timedelta(days=63))}至全国",
    }
    for old, new in spans.items():
        text = text.replace(old, new)
    return text


def committee_order(places: Places, day: date) -> str:
    """What the city's safety committee, which stands outside the health system, asks of its members."""
    committee = "西宁市安全生产委员会办公室"
    return (
        f"{committee}文件\n宁安办〔{day.year}〕19号\n{committee}关于开展燃气安全交叉检查的通知\n各成员单位：\n"
        "一、成立工作专班。各成员单位成立专班，明确负责人和联络员。\n"
        f"二、汇总使用情况。{_cn(day + timedelta(days=12))}前汇总本系统燃气使用单位情况。\n"
        f"三、开展交叉检查。{_cn(day + timedelta(days=27))}前组织一次交叉检查。\n{committee}\n{_cn(day)}\n"
    )


def _written(name: str, places: Places, today: date, days: dict[str, int]) -> str:
    text = (FOLDER / name).read_text("utf-8")
    city, province = places.city.name, places.province.name
    swaps = {
        "云泽市康复医院、云岭铁路中心医院": "西宁市第九医院、西宁市肿瘤医院",
        "云泽市卫生健康委员会": city, "云岭省卫生健康委员会": province, "云泽市": "西宁市", "云岭省": "青海省",
        "云卫安发": "宁卫安发", "云泽": "宁", "云岭": "青",
    }  # fmt: skip
    for old, offset in days.items():
        day = today + timedelta(days=offset)
        swaps[old] = ("即日起至" if old.startswith("即日") else "") + _cn(day) + ("前" if old.endswith("前") else "")
    # In one pass, so that a day that was written in is not taken for one of the text.
    longest_first = "|".join(re.escape(old) for old in sorted(swaps, key=len, reverse=True))
    text = re.sub(longest_first, lambda found: swaps[found[0]], text)
    return text.replace("〔2026〕", f"〔{today.year}〕")


def _cn(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
