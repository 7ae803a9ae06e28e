"""Simulator: the small clean lists that exhibits spoil: one row per firm of the world, figures of their own."""

from __future__ import annotations

from collections.abc import Callable

from simulator.faults.exhibits.page import Line
from simulator.faults.exhibits.table import Table
from simulator.options import month_text, parse_month
from simulator.world.enterprises import rng_for
from simulator.world.region import World

TAX = "tax.tax_paid"
TAX_HEADERS = {
    "taxpayer_uscc": "纳税人识别号",
    "taxpayer_name": "纳税人名称",
    "tax_type": "征收项目",
    "accrual_month": "税款所属期",
    "paid_date": "入库日期",
    "amount_cny": "入库金额",
    "note": "备注",
}
TAX_STREAM = 90
"""Random stream of the amounts, one per month."""
Firm = tuple[str, str]
Columns = dict[str, tuple[str, Callable[[int, Firm], str | float | None]]]
"""Column -> (header of the template, value from the row number and the firm)."""
EVALUATION: Columns = {
    "enterprise_uscc": ("统一社会信用代码", lambda _n, firm: firm[0]),
    "enterprise_name": ("企业名称", lambda _n, firm: firm[1]),
    "data_year": ("评价年度", lambda _n, _f: "2019"),
    "evaluation_group": ("企业规模", lambda _n, _f: "规上"),
    "land_area_sqm": ("用地面积（亩）", lambda n, _f: 12.0 + n),
    "rd_share_pct": ("R&D经费支出占比（%）", lambda n, _f: 2.5 + n / 10),
    "is_manually_adjusted": ("手动调档", lambda _n, _f: "否"),
    "final_grade": ("评价结果", lambda n, _f: "ABC"[n % 3]),
    "published_date": ("公布日期", lambda _n, _f: "2020-08-30"),
    "effective": ("执行期限", lambda _n, _f: "2020-09-01至2021-08-31"),
    "note": ("备注", lambda _n, _f: None),
}
RELEASE: Columns = {
    "release_no": ("盘活编号", lambda n, _f: f"PH2019{n:04}"),
    "location": ("坐落", lambda n, _f: f"经济开发区工业大道{100 + n}号"),
    "enterprise_name": ("原用地单位", lambda _n, firm: firm[1]),
    "enterprise_uscc": ("原用地单位信用代码", lambda _n, firm: firm[0]),
    "release_kind": ("盘活方式", lambda _n, _f: "收储"),
    "release_date": ("盘活日期", lambda _n, _f: "2019-12-10"),
    "release_area_sqm": ("盘活面积（亩）", lambda n, _f: 20.0 + n),
    "compensation_cny": ("补偿金额（万元）", lambda n, _f: 300.0 + n),
    "new_user_name": ("盘活后用地单位", lambda _n, _f: None),
    "note": ("备注", lambda _n, _f: None),
}
OUTPUT: Columns = {
    "enterprise_uscc": ("统一社会信用代码", lambda _n, firm: firm[0]),
    "enterprise_name": ("企业名称", lambda _n, firm: firm[1]),
    "industry_code": ("行业代码", lambda _n, _f: "3484"),
    "output_value_cny": ("工业总产值", lambda n, _f: 9000.5 + 10 * n),
    "value_added_cny": ("工业增加值", lambda n, _f: 2000.25 + n),
    "revenue_cny": ("营业收入", lambda n, _f: 8800.75 + 10 * n),
    "rd_cny": ("研发费用", lambda n, _f: 200.0 + n),
}
RATING: Columns = {
    "taxpayer_uscc": ("纳税人识别号", lambda _n, firm: firm[0]),
    "taxpayer_name": ("纳税人名称", lambda _n, firm: firm[1]),
    "rating_year": ("评价年度", lambda _n, _f: 2019.0),
    "credit_rating": ("信用等级", lambda n, _f: "ABM"[n % 3]),
}


def tax(world: World, period: str, count: int) -> Table:
    """VAT of one month: each firm once, in 元 (which the header does not say)."""
    month = parse_month(period)
    rng = rng_for(world.seed, world.region, TAX_STREAM, month)
    firms = world.enterprises.select("uscc", "name").head(count).rows()
    cents = rng.integers(50_000, 9_000_000, len(firms)).tolist()
    rows: list[Line] = [
        [uscc, name, "增值税", month_text(month - 1), f"{period}-{1 + n % 25:02}", amount / 100, None]
        for n, ((uscc, name), amount) in enumerate(zip(firms, cents, strict=True))
    ]
    return Table(TAX, list(TAX_HEADERS), list(TAX_HEADERS.values()), rows)


def _table(list_code: str, columns: Columns) -> Callable[[World, int], Table]:
    def draw(world: World, count: int) -> Table:
        firms = world.enterprises.select("uscc", "name").head(count).rows()
        rows: list[Line] = [
            [value(number, firm) for _, value in columns.values()] for number, firm in enumerate(firms, start=1)
        ]
        return Table(list_code, list(columns), [header for header, _ in columns.values()], rows)

    return draw


SMALL_LISTS = {
    "economy.output": _table("economy.output", OUTPUT),
    "tax.credit_rating": _table("tax.credit_rating", RATING),
    "economy.evaluation_result": _table("economy.evaluation_result", EVALUATION),
    "land.release": _table("land.release", RELEASE),
}
