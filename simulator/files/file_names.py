"""Simulator: what files are called, where they lie, and where they state period and sender."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from simulator import tables
from simulator.files.delivery import LIST_ZH, Delivery
from simulator.files.region_style import period_zh
from simulator.options import REGIONS

Source = Literal["folder", "title", "filename", "sidecar"]
SOURCES: tuple[Source, ...] = ("folder", "title", "filename")
SIDECARS = (("330683", "tax.credit_rating"), ("330681", "registry.enterprise"), ("330800", "environment.key_unit"))
"""(region, list) whose sender adds a sidecar."""
OFFICES = {
    "land": "自然资源和规划局",
    "tax": "税务局",
    "economy": "经济和信息化局",
    "registry": "市场监督管理局",
    "environment": "生态环境局",
    "safety": "应急管理局",
    "fire": "消防救援大队",
    "illegal_construction": "综合行政执法局",
    "enforcement": "综合行政执法指导办公室",
    "utility": "供电公司",
    "governance": "工业全域治理办公室",
    "platform": "开发区管理委员会",
    "investment": "发展和改革局",
    "fiscal": "财政局",
    "city": "统计局",
}


@dataclass(frozen=True)
class Name:
    """Folder and file name (relative to the inbox), the title row and the row below it."""

    path: Path
    title: str
    preamble: str
    sidecar: str | None


def period_source(region: str, list_code: str, file_format: str) -> Source:
    """Where a file states its period; files without a title row use their name instead."""
    if (region, list_code) in SIDECARS:
        return "sidecar"
    source = SOURCES[(REGIONS.index(region) + list(LIST_ZH).index(list_code)) % 3]
    if source == "folder" and list_code == "tax.credit_rating":
        return "filename"
    return "filename" if source == "title" and file_format != "xlsx" else source


def name_delivery(region: str, delivery: Delivery, number: int, file_format: str) -> Name:
    """``number`` distinguishes files of one list where the name carries no period."""
    source = period_source(region, delivery.list_code, file_format)
    department = delivery.list_code.split(".")[0]
    zh, place = LIST_ZH[delivery.list_code], tables.REGIONS[region].zh
    part = "" if delivery.part == "whole" else delivery.part
    label = f"（{delivery.label}）" if delivery.label else ""
    said = delivery.said or period_zh(delivery.period, region)
    folder = Path(region, department)
    stem = f"{place}{part}{zh}{label}_第{number}份"
    if source == "folder":
        folder, stem = folder / delivery.period, f"{place}{part}{zh}{label}"
    elif source == "filename":
        stem = f"{place}{part}{said}{zh}{label}"
    title = f"{place}{said if source == 'title' else ''}{zh}{label}"
    sender = part or f"{place}{OFFICES[department]}"
    day = f"{delivery.received.year}年{delivery.received.month}月{delivery.received.day}日"
    sidecar = _sidecar(delivery) if source == "sidecar" else None
    return Name(folder / f"{stem}.{file_format}", title, f"填报单位：{sender}　　填报日期：{day}", sidecar)


def _sidecar(delivery: Delivery) -> str:
    return (
        f"period: '{delivery.period}'\npart: {delivery.part}\ndelivery: {delivery.kind}\n"
        f"received_at: '{delivery.received.isoformat()}Z'\n"
    )
