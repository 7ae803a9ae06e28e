"""Benchmarks: two large files as departments send them, with a known share of faults."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from simulator.world.codes import usccs

TAX_ROWS = 1_000_000
ISSUE_ROWS = 200_000
ENTERPRISES = 50_000
FAULT_EVERY = 500
"""Each kind of fault is in one of this many rows."""
TAX_TYPES = ["增值税", "企业所得税", "城市维护建设税", "印花税", "房产税", "城镇土地使用税", "教育费附加"]


def _firms(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    codes = usccs(["330683"] * ENTERPRISES, rng)
    return np.asarray(codes), np.array([f"绍兴{n:05d}机械有限公司" for n in range(ENTERPRISES)])


def write_tax_csv(path: Path, rows: int = TAX_ROWS) -> None:
    """Write 税收入库明细 of one month in UTF-8, one row per payment, with every kind of fault in every 500th row."""
    rng = np.random.default_rng(1)
    codes, names = _firms(rng)
    number = np.arange(rows)
    firm = number % ENTERPRISES
    frame = pl.DataFrame(
        {
            "纳税人识别号": codes[firm],
            "纳税人名称": names[firm],
            "县（市、区）": np.full(rows, "嵊州市"),
            "征收项目": np.array(TAX_TYPES)[number // ENTERPRISES % len(TAX_TYPES)],
            "税款所属期": np.full(rows, "2023-05"),
            "入库日期": np.array([f"2023-06-{day:02d}" for day in range(1, 29)])[number // (ENTERPRISES * 7) % 28],
            "入库金额": rng.integers(1, 10_000_000, rows) / 100,
        }
    ).with_columns(pl.col("入库金额").cast(pl.Decimal(18, 2)).cast(pl.String))
    frame.with_columns(
        _broken("征收项目", "综合规费", 1, number),
        _broken("入库金额", "待核", 2, number),
        _broken("纳税人名称", "", 3, number),
        _broken("入库日期", "2022-01-05", 4, number),
        _broken("纳税人识别号", "91330683MA2TB6K11X", 5, number),
    ).write_csv(path)


def _broken(column: str, value: str, kind: int, number: np.ndarray) -> pl.Expr:
    hit = pl.Series(number % FAULT_EVERY == kind)
    return pl.when(hit).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)


ISSUE_HEADERS = (
    "问题编号",
    "县（市、区）",
    "所属镇街",
    "企业名称",
    "统一社会信用代码",
    "宗地代码",
    "地址",
    "问题描述",
    "问题类别",
    "隐患等级",
    "督办情况",
    "依据条款",
    "发现日期",
    "问题来源",
    "整改措施",
    "整改期限",
    "责任单位",
    "督导单位",
    "整改状态",
    "销号日期",
)


def write_issue_workbook(path: Path, rows: int = ISSUE_ROWS) -> None:
    """Write 环保治理清单 as a workbook of 20 columns with date cells and every kind of fault in every 500th row."""
    import xlsxwriter

    rng = np.random.default_rng(2)
    codes, names = _firms(rng)
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("清单")
    sheet.write_row(0, 0, ISSUE_HEADERS)
    for n in range(rows):
        for place, value in enumerate(_issue(n, str(codes[n % ENTERPRISES]), str(names[n % ENTERPRISES]))):
            if isinstance(value, date):
                sheet.write_datetime(n + 1, place, value)
            else:
                sheet.write_string(n + 1, place, value)
    book.close()


def _issue(n: int, code: str, name: str) -> list[str | date]:
    kind = n % FAULT_EVERY
    found = date(2023, 1, 1) + timedelta(days=n % 180)
    closed = found + timedelta(days=-3 if kind == 1 else 20)
    return [
        f"HB-2023-{n:06d}",
        "嵊州市",
        "剡湖街道",
        name,
        code,
        "",
        f"工业大道{n % 900}号",
        "未按规定运行污染治理设施",
        "废气",
        "特别" if kind == 2 else "一般",
        "无",
        "环境保护法第四十二条",
        "" if kind == 3 else found,
        "日常检查",
        "立行立改",
        found + timedelta(days=30),
        "生态环境分局",
        "执法大队",
        "已销号",
        "" if kind == 4 else closed,
    ]
