"""Stories of who is on which 治理清单 and why: one firm per rule, the same two of them under both plans."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.support.selected_fixture import Selected
from tests.support.stories import code

DAY = "2023-12-31"
SZ, ZJ = "330683", "330681"
AREA = 20000
"""㎡: 30 亩 exactly, so that 1,500,000 元 are 5 万元/亩."""
NAMES = "甲乙丙丁戊己庚辛壬癸租空漏"
FIRM = {name: code(number) for number, name in enumerate(NAMES, start=61)}
FIRM["丙"] = code(63, "330702")
FIRM |= {"诸甲": code(81, ZJ), "诸乙": code(82, ZJ), "诸漏": code(83, ZJ)}
TAX = {
    "甲": "1500000.00",
    "乙": "1500000.01",
    "丙": "3000000.01",
    "丁": "4500000.01",
    "己": "-100.00",
    "壬": "10000.00",
    "癸": "6000000.00",
    "漏": "50000.00",
    "租": "5000000.00",
}
OWNERS = "甲乙丙丁戊庚辛癸"
PARCEL = {name: f"330683001003GB{number:05d}" for number, name in enumerate(OWNERS, start=1)}
PARCEL |= {"诸甲": "330681001003GB00001", "诸乙": "330681001003GB00002"}
MANY, FEW, UNASKED = "330683001004JB00001", "330683001004JB00002", "330681001004JB00001"
UNLISTED = "330683001009GB00009"
NO_CODE = "无证院内"


def named(kind: str, name: str, **more: Any) -> dict[str, Any]:
    """The two columns that name an enterprise, and more."""
    return {f"{kind}_uscc": FIRM[name], f"{kind}_name": name + "公司"} | more


def parcel(land_code: str | None, holder: str | None, **more: Any) -> dict[str, Any]:
    """One row of 工业用地底数清单 in 剡湖街道 or its like."""
    row = dict(land_code=land_code, location=f"地块{land_code}", land_area_sqm=AREA, land_status="在用")
    row |= dict(ownership="国有", town_name="剡湖街道", planned_use="工业用地", plan_conformity="符合")
    return row | (named("holder", holder) if holder else {}) | more


def tell_land(selected: Selected) -> None:
    """One parcel each; 己 has no title, 租 is 癸's tenant, two parcels of 嵊州 and one of 诸暨 are collective."""
    rows = [parcel(PARCEL[name], name) for name in OWNERS] + [parcel(None, "己", location=NO_CODE)]
    rows += [parcel(land_code, None, ownership="集体") for land_code in (MANY, FEW)]
    early = dict(received_at=datetime(2023, 1, 10))
    selected.deliver("land.parcel_register", "2022-12-31", rows, **early)
    selected.deliver("land.parcel_register", DAY, rows)
    lease = dict(land_code=PARCEL["癸"], location="x", land_area_sqm=5000, start_date=date(2022, 1, 1))
    sides = [named("occupant", "癸", tenure="出租", **lease) | named("counterparty", "租")]
    sides += [named("occupant", "租", tenure="承租", **lease) | named("counterparty", "癸")]
    selected.deliver("land.occupancy", DAY, sides)
    rows = [parcel(PARCEL[name], name, town_name="陶朱街道") for name in ("诸甲", "诸乙")]
    rows.append(parcel(UNASKED, None, ownership="集体", town_name="店口镇"))
    selected.deliver("land.parcel_register", DAY, rows, region=ZJ)
    selected.deliver("land.occupancy", DAY, [], region=ZJ)


def tell_tax(selected: Selected) -> None:
    """A year of taxes: exactly at, just above, zero, refunded, unknown (庚) and paid elsewhere (辛)."""
    known = [name for name in NAMES if name not in "庚空漏"]
    rows = [named("taxpayer", name, registration_status="正常") for name in known]
    rows[known.index("辛")]["is_consolidated_elsewhere"] = True
    selected.deliver("tax.registration", DAY, rows)
    rows = [named("taxpayer", name, registration_status="正常") for name in ("诸甲", "诸乙")]
    selected.deliver("tax.registration", DAY, rows, region=ZJ)
    for month in range(1, 13):
        paid = dict(paid_date=date(2023, month, 10), tax_type="增值税")
        rows = [named("taxpayer", name, amount_cny=amount, **paid) for name, amount in TAX.items()]
        both = dict(received_at=datetime(2023, month, 28))
        selected.deliver("tax.tax_paid", f"2023-{month:02d}", rows if month == 6 else [], **both)
        rows = [named("taxpayer", "诸甲", amount_cny="1500000.00", **paid)]
        rows += [named("taxpayer", name, amount_cny="2400000.00", **paid) for name in ("诸乙", "诸漏")]
        selected.deliver("tax.tax_paid", f"2023-{month:02d}", rows if month == 6 else [], region=ZJ, **both)
    grade = dict(data_year=2022, final_grade="D", published_date=date(2023, 5, 20))
    grade |= dict(effective_from_date=date(2023, 6, 1), effective_to_date=date(2024, 5, 31))
    selected.deliver("economy.evaluation_result", "2022", [named("enterprise", "癸", **grade)])


def tell_firms(selected: Selected) -> None:
    """乙 is deregistered but works on, 丁 is in no registry, 丙 in another county's, 空 is an empty shell."""
    listed = [name for name in NAMES if name not in "丙丁"]
    industry = {"辛": "6510"}
    rows = [
        named("enterprise", name, registration_status="注销" if name in "乙空" else "存续")
        | dict(industry_code=industry.get(name, "3484"), town_name="剡湖街道")
        for name in listed
    ]
    selected.deliver("registry.enterprise", DAY, rows)
    rows = [named("enterprise", n, registration_status="存续", town_name="陶朱街道") for n in ("诸甲", "诸乙", "诸漏")]
    selected.deliver("registry.enterprise", DAY, rows, region=ZJ)
    permit = dict(permit_kind="登记管理", valid_from_date=date(2020, 1, 1), valid_to_date=date(2025, 1, 1))
    rows = [named("holder", name, permit_no=f"{FIRM[name]}001X", **permit) for name in NAMES if name not in "丁庚辛空"]
    rows[0]["valid_to_date"] = date(2023, 10, 31)
    rows.append(named("holder", "甲", permit_no=f"{FIRM['甲']}002X", **permit))
    selected.deliver("environment.permit", DAY, rows)


def tell_problems(selected: Selected) -> None:
    """甲 had a 重大 one from May to November, 丁 an ordinary one; 乙 and 诸甲 build where they may not."""
    major = named("enterprise", "甲", land_code=PARCEL["甲"], issue_no="S1", severity="重大")
    dates = dict(found_date=date(2023, 5, 3), deadline_date=date(2023, 9, 30), closed_date=date(2023, 11, 10))
    selected.deliver("safety.issue", "2023-12", [major | dates | dict(issue_status="已销号", acceptance_result="通过")])
    plain = dict(issue_no="H1", severity="一般", found_date=date(2023, 8, 1), issue_status="整改中")
    plain |= dict(deadline_date=date(2023, 12, 31))
    selected.deliver("environment.issue", "2023-12", [named("enterprise", "丁", **plain)])
    selected.deliver("fire.issue", "2023-12", [])
    built = dict(issue_no="W1", severity="一般", found_date=date(2023, 7, 1), issue_status="整改中")
    built |= dict(is_demolition_decided=True, deadline_date=date(2023, 12, 30))
    for region, name in ((SZ, "乙"), (ZJ, "诸甲")):
        rows = [named("enterprise", name, **built)]
        selected.deliver("illegal_construction.issue", "2023-12", rows, region=region)
    for domain in ("safety", "environment", "fire"):
        selected.deliver(f"{domain}.issue", "2023-12", [], region=ZJ)
    item = dict(item_no="L1", equipment="燃煤锅炉", listed_date=date(2023, 2, 1))
    selected.deliver("economy.outdated_capacity", "2023-12", [named("enterprise", "丙", **item)])


def tell_survey(selected: Selected) -> None:
    """The whole of 嵊州 is surveyed, of 诸暨 only 陶朱街道; three petitions are many, two are not."""

    def surveyed(name: str, land_code: str | None, **more: Any) -> dict[str, Any]:
        row = dict(land_code=land_code, location=f"地块{land_code}", town_name="剡湖街道", production_status="在产")
        return named("enterprise", name, has_safety_guarantee=True, is_low_scattered=False, **row) | more

    rows = [surveyed(name, PARCEL[name]) for name in OWNERS]
    rows += [surveyed("租", PARCEL["癸"], has_safety_guarantee=False), surveyed("己", None, location=NO_CODE)]
    rows[-1] |= dict(owner_name="壬公司")
    rows[OWNERS.index("戊")] |= dict(is_low_scattered=True, has_safety_problem=False)
    empty = dict(town_name="剡湖街道", production_status="空置", has_land_procedure=True)
    answers = dict(is_land_use_low=False, is_building_aged=False, is_management_lax=False)
    rows += [dict(land_code=c, location=f"地块{c}") | empty | answers for c in (MANY, FEW)]
    selected.deliver("governance.survey", DAY, rows)
    town = dict(town_name="陶朱街道", location="y", production_status="在产")
    rows = [named("enterprise", name, land_code=PARCEL[name], **town) for name in ("诸甲", "诸乙")]
    selected.deliver("governance.survey", DAY, rows, region=ZJ, part="陶朱街道")
    for quarter, about in (("03", [MANY]), ("06", [MANY, FEW]), ("09", [FEW]), ("12", [MANY])):
        day = date(2023, int(quarter), 5)
        rows = [
            dict(petition_no=f"X{quarter}{c[-1]}", registered_date=day, land_code=c, town_name="剡湖街道")
            for c in about
        ]
        selected.deliver("governance.petition", f"2023-{quarter}", rows)


def tell_omissions(selected: Selected) -> None:
    """漏 pays, uses power and was fined on a parcel nobody listed; 诸漏 the same in a town not surveyed.

    漏 does so on a parcel of 诸暨 too, which 嵊州's lists need not have.
    """
    for month in (10, 11):
        places = (("M9", UNLISTED), ("M7", PARCEL["诸乙"]))
        meters = [named("enterprise", "漏", meter_no=no, land_code=place, power_kwh="1000") for no, place in places]
        selected.deliver("utility.power", f"2023-{month}", meters)
        meter = named("enterprise", "诸漏", meter_no="M8", power_kwh="1000", town_name="陶朱街道")
        selected.deliver("utility.power", f"2023-{month}", [meter], region=ZJ)
    fine = dict(decision_no="嵊罚1号", version_no=1, enforcement_domain="消防", decided_date=date(2023, 9, 1))
    fine |= dict(land_code=UNLISTED, fine_cny="1000", is_revoked=False)
    fines = [fine, fine | dict(decision_no="嵊罚2号", land_code=PARCEL["诸乙"])]
    selected.deliver("enforcement.penalty", "2023-09", [named("enterprise", "漏", **row) for row in fines])


def tell(selected: Selected) -> None:
    """All of them."""
    for story in (tell_land, tell_tax, tell_firms, tell_problems, tell_survey, tell_omissions):
        story(selected)
