"""Simulator: small code tables (divisions, industries, parts of names), and the CSV files beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent
TRADE_NAME_FIRST = (
    "恒盛华金永鑫泰瑞宏富隆德兴荣昌达顺安康嘉创新联合众诚信立远东方南北中天亿万百利丰源汇海江山越剡"
    "浙杭宁绍衢龙凤祥云星辰光明凯奥博雅美佳优卓杰英豪强胜力锦绣春晖朗润沃迈科"
)
TRADE_NAME_SECOND = (
    "达盛兴隆昌源泰丰华荣利通顺安康宁和平裕祥瑞福禄寿喜庆嘉美佳雅仕尔特斯顿力博科维凯奇宇宙航飞腾跃"
    "翔鹏程展望远景辉煌耀明亮光晨曦阳月星辰洋海川江湖泉林森木材石金银铜铁钢"
)
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "厂")
FORM_TYPES = ("有限责任公司(自然人投资或控股)", "有限责任公司", "股份有限公司(非上市)", "个人独资企业")
FORM_SHARES = (0.78, 0.10, 0.05, 0.07)
SURNAMES = "王李张陈周徐吴朱俞马沈何胡裘商袁钱叶竺姚蒋邢郑方毛汪"
GIVEN = "伟芳敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂"
ROADS = (
    "兴业路",
    "工业大道",
    "创新路",
    "经一路",
    "经二路",
    "纬三路",
    "振兴路",
    "城东路",
    "发展大道",
    "五四路",
    "加佳路",
    "浦东大道",
    "罗柱岙村",
    "东王村",
    "前良村",
    "明渚路",
    "百步路",
    "滨江路",
)


@dataclass(frozen=True)
class Region:
    """How a region is called and where it lies (degrees, CGCS2000)."""

    code: str
    zh: str
    city: str
    longitude: float
    latitude: float


REGIONS = {
    "330683": Region("330683", "嵊州市", "绍兴市", 120.78, 29.58),
    "330681": Region("330681", "诸暨市", "绍兴市", 120.24, 29.71),
    "330800": Region("330800", "衢州市", "衢州市", 118.90, 28.96),
}
CENTRES = {
    "330683": (120.78, 29.58),
    "330681": (120.24, 29.71),
    "330802": (118.82, 28.96),
    "330803": (119.02, 29.00),
    "330822": (118.50, 28.90),
    "330824": (118.36, 29.14),
    "330825": (119.17, 29.05),
    "330881": (118.61, 28.72),
}
"""County -> where its parcels are drawn: west end of the grid, degrees east and north."""
PARCEL_TOWNS = {"330683": ("剡湖街道", "三江街道", "黄泽镇", "甘霖镇")}
"""Towns that carry parcels where occupancy comes town by town; elsewhere every town may."""
COUNTIES = {
    "330802": "柯城区",
    "330803": "衢江区",
    "330822": "常山县",
    "330824": "开化县",
    "330825": "龙游县",
    "330881": "江山市",
}
"""Counties of 330800 that have a scope of their own."""


@cache
def towns(region: str) -> pl.DataFrame:
    """Towns of a region with county_code, county_name, town_code, town_name."""
    table = pl.read_csv(FOLDER / "towns.csv", infer_schema=False)
    return table.filter(pl.col("region_code") == region).drop("region_code")


@cache
def industries() -> pl.DataFrame:
    """GB/T 4754 class code, its name and the words firms of it put in their names."""
    table = pl.read_csv(FOLDER / "industries.csv", infer_schema=False)
    return table.with_columns(pl.col("words").str.split(" "))
