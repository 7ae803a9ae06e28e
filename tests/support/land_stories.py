"""Stories of who uses which land and what they pay: floors let, units sold, sublets, splits, the tax states."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.support.selected_fixture import Selected
from tests.support.stories import code

DAY, FORMER_DAY = "2023-12-31", "2022-12-31"
NAMES = "甲乙丙丁戊己庚辛壬园"
FIRM = {name: code(number) for number, name in enumerate(NAMES, start=31)}
FLOORS, LET, PARK, CHAIN, WHOLE, PART_A, PART_B, OLD_CODE, NEW_CODE, CODED, CUT, CUT_OFF, YARD, SITE, SOLD = (
    f"330683001003GB{number:05d}" for number in range(1, 16)
)
VILLAGE = "村东头空地"


def named(kind: str, name: str, **more: Any) -> dict[str, Any]:
    """The two columns that name an enterprise, and more."""
    return {f"{kind}_uscc": FIRM[name], f"{kind}_name": name + "公司", **more}


def parcel(land_code: str | None, holder: str, area: int = 10000, **more: Any) -> dict[str, Any]:
    """One row of 工业用地底数清单; places differ, so that only lineage joins codes."""
    row = dict(
        land_code=land_code, location=f"地块{land_code}", land_area_sqm=area, land_status="在用", ownership="国有"
    )
    return named("holder", holder) | row | more


def leased(land_code: str, lessor: str, lessee: str, sides: str = "both", **more: Any) -> list[dict[str, Any]]:
    """Both sides of a lease, or one."""
    place = dict(land_code=land_code, location=f"地块{land_code}", start_date=date(2022, 1, 1)) | more
    lessor_row = named("occupant", lessor, tenure="出租", **place) | named("counterparty", lessee)
    lessee_row = named("occupant", lessee, tenure="承租", **place) | named("counterparty", lessor)
    return [lessor_row, lessee_row] if sides == "both" else [lessee_row]


def unit(number: int, holder: str | None, shared: str | None, **more: Any) -> dict[str, Any]:
    """One property unit of the park and owner; without a holder it is unsold."""
    row = dict(unit_code=f"{PARK}F0001{number:04d}", land_code=PARK, location=f"园{number}室", own_land_area_sqm="0")
    row |= dict(shared_land_area_sqm=shared, floor_area_sqm=2000, registered_date=date(2020, 1, 1))
    return (named("holder", holder) if holder else {}) | row | more


def tell_register(selected: Selected) -> None:
    """Two registers: what was split, re-coded, cut and given a code in between."""
    built = dict(floor_area_sqm=15000)
    same = [parcel(FLOORS, "甲", **built), parcel(LET, "庚", **built), parcel(PARK, "园"), parcel(CHAIN, "甲")]
    same += [parcel(YARD, "甲"), parcel(SITE, "己", land_status="建设期"), parcel(f"{SITE[:-1]}9", "己")]
    before = [parcel(WHOLE, "甲"), parcel(OLD_CODE, "戊"), parcel(CUT, "戊"), parcel(None, "壬", 800, location=VILLAGE)]
    after = [parcel(PART_A, "甲", 6000), parcel(PART_B, "甲", 4000), parcel(NEW_CODE, "戊"), parcel(CODED, "壬", 800)]
    after += [parcel(CUT, "戊", 7000), parcel(CUT_OFF, "辛", 3000)]
    before.append(parcel(SOLD, "辛", 900, supply_date=date(2019, 1, 1)))
    after.append(parcel(SOLD, "壬", 900, supply_date=date(2023, 10, 5)))
    early = dict(received_at=datetime(2023, 1, 10))
    selected.deliver("land.parcel_register", FORMER_DAY, same + before, **early)
    selected.deliver("land.parcel_register", DAY, same + after)
    for former, successor, kind, change in (
        (WHOLE, PART_A, "split", date(2023, 6, 15)),
        (WHOLE, PART_B, "split", date(2023, 6, 15)),
        (OLD_CODE, NEW_CODE, "recode", date(2023, 9, 1)),
        (VILLAGE, CODED, "code_issued", date(2023, 5, 1)),
        (CUT, CUT_OFF, "split", date(2023, 4, 10)),
    ):
        selected.succeed(former, successor, kind, change)


def tell_use(selected: Selected) -> None:
    """Leases by the floor, a chain of three, units of a park, and land used without a lease."""
    floor = dict(floor_area_sqm=5000)
    rows = leased(FLOORS, "甲", "乙", **floor) + leased(FLOORS, "甲", "丙", sides="one", **floor)
    for tenant in ("乙", "丙", "丁"):
        rows += leased(LET, "庚", tenant, **floor)
    rows += leased(CHAIN, "甲", "乙", land_area_sqm=6000) + leased(CHAIN, "乙", "丙", land_area_sqm=4000)
    rows += leased(CHAIN, "丙", "丁", land_area_sqm=1500, end_date=date(2023, 8, 31))
    rows += leased(PART_A, "甲", "乙", land_area_sqm=2000) + leased(YARD, "甲", "戊")
    place = dict(land_code=YARD, location="场地", land_area_sqm=300)
    rows.append(named("occupant", "丁", tenure="其他", start_date=date(2023, 3, 1), **place))
    rows += leased(PARK, "乙", "壬", location="园101室", floor_area_sqm=2000, land_area_sqm=5)
    selected.deliver("land.occupancy", DAY, rows)
    units = [
        unit(101, "乙", "1000"),
        unit(102, None, "1000"),
        unit(203, "庚", "500", registered_date=date(2023, 7, 10)),
    ]
    units += [unit(201, name, "1000.0001", ownership_share_pct=pct) for name, pct in (("丙", "60"), ("丁", "40"))]
    units += [unit(202, name, "700") for name in ("戊", "己")]
    units.append(unit(101, "甲", "1000", registration_state="注销", certificate_no="旧证"))
    selected.deliver("land.property_unit", DAY, units)


def tell_taxes(selected: Selected) -> None:
    """甲 pays with and without 企业所得税 and for a named parcel; 辛 gets back more than it pays; 壬 pays nothing.

    乙 pays nearly 5 万元 for each 亩 it uses.
    """
    rows = [named("taxpayer", name, registration_status="正常") for name in NAMES]
    rows[NAMES.index("园")]["is_consolidated_elsewhere"] = True
    rows.append(dict(taxpayer_name="无码经营户", registration_status="正常"))
    selected.deliver("tax.registration", DAY, rows)
    for month in range(1, 13):
        paid = dict(paid_date=date(2023, month, 10), tax_type="增值税")
        rows = [named("taxpayer", name, amount_cny="60.01", **paid) for name in "甲乙己"]
        if month == 5:
            rows.append(named("taxpayer", "甲", amount_cny="40.00", **paid | dict(tax_type="企业所得税")))
            rows.append(named("taxpayer", "辛", amount_cny="-9.00", **paid))
            rows.append(named("taxpayer", "乙", amount_cny="799300.00", accrual_month=date(2023, 4, 1), **paid))
            rows.append(named("taxpayer", "辛", amount_cny="-5.00", **paid | dict(tax_type="即征即退")))
            rows.append(dict(taxpayer_name="无码个体", amount_cny="3.00", **paid))
        if month in (3, 11):
            land = dict(tax_type="城镇土地使用税", land_code=OLD_CODE if month == 11 else NEW_CODE)
            rows.append(named("taxpayer", "戊", amount_cny="7.00", **paid | land))
        selected.deliver("tax.tax_paid", f"2023-{month:02d}", rows, received_at=datetime(2023, month, 28))


def tell_figures(selected: Selected) -> None:
    """One meter that two firms share, one in the landlord's name only, and a year's figures and emissions."""
    meter = dict(meter_no="M1", meter_holder_name="甲公司", land_code=FLOORS)
    power = [meter | named("enterprise", name, power_kwh=kwh) for name, kwh in (("乙", "100.5"), ("丙", "200"))]
    power += [dict(meter_no="M2", meter_holder_name="甲公司", power_kwh="10.0001")]
    power += [dict(meter_no="M3", meter_holder_name="庚公司", power_kwh="50")]
    selected.deliver("utility.power", "2023-01", power)
    selected.deliver("economy.output", "2023", [named("enterprise", "己", value_added_cny="100.01", energy_tce="3")])
    permits = [dict(permit_no="1", cod_t="2", so2_t="1"), dict(permit_no="2", cod_t="0.5", so2_t=None)]
    selected.deliver("environment.emission", "2023", [named("enterprise", "己", **permit) for permit in permits])


def tell_registry(selected: Selected) -> None:
    """乙 is renamed, 丙 deregistered, 丁 no longer listed; 甲 had another name before the first list."""

    def listed(name: str, status: str = "存续", **more: Any) -> dict[str, Any]:
        return named("enterprise", name, registration_status=status) | more

    everyone = [listed("甲", former_name="甲厂"), *(listed(name) for name in NAMES[3:])]
    selected.deliver("registry.enterprise", FORMER_DAY, [*everyone, listed("乙"), listed("丙")])
    renamed = listed("乙", enterprise_name="乙新公司", former_name="乙公司")
    selected.deliver("registry.enterprise", "2023-06-30", [*everyone, renamed, listed("丙")])
    gone = [row for row in everyone if row["enterprise_name"] != "丁公司"]
    selected.deliver("registry.enterprise", DAY, [*gone, renamed, listed("丙", "注销")])


def tell(selected: Selected) -> None:
    """All of them."""
    for story in (tell_register, tell_use, tell_taxes, tell_figures, tell_registry):
        story(selected)
