"""What a delivery says of itself."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ingest.lake.refusals import Refused
from ingest.lake.sidecar import Sidecar, read_sidecar
from ingest.recognise.delivery import Period, find_delivery, find_part, find_period
from ingest.recognise.parts import Parts
from park_brain.clock import to_utc

PARTS = Parts(divisions=("剡湖街道", "三江街道", "甘霖镇", "柯城区"))


@pytest.mark.parametrize(
    ("sources", "grain", "text"),
    [
        (("2023-06", "", "2022年1月", ""), "month", "2023-06"),
        (("", "202306", "", ""), "month", "2023-06"),
        (("", "2023", "嵊州市2023年6月税收入库明细", ""), "month", "2023-06"),
        (("", "", "", "供地结果_2005年1月"), "month", "2005-01"),
        (("", "", "截至2023年12月31日工业用地清单", ""), "date", "2023-12-31"),
        (("", "2023-02", "", ""), "date", "2023-02-28"),
        (("", "", "2023年度规上工业企业名录", ""), "year", "2023"),
        (("", "", "2023年第二季度", ""), "month", "2023-06"),
        (("", "", "2023年三季度", ""), "month", "2023-09"),
        (("", "", "2023年6月税收入库明细 导出时间：2023-07-05"), "month", "2023-06"),
        (("", "", "", "税收2023年6月_20230705"), "month", "2023-06"),
        (("", "", "2022年度名录 依据〔2023〕15号，2023年4月10日印发"), "year", "2022"),
        (("2023.10",), "month", "2023-10"),
        (("", "", "填报单位：税务局　填报日期：2023年7月10日", "2023年6月"), "month", "2023-06"),
        (("", "", "", "A级纳税人名单_2018"), "year", "2018"),
    ],
)
def test_the_first_source_that_is_precise_enough_tells_the_period(sources, grain, text):
    found = find_period(sources, grain)
    assert found is not None and found.text == text


def test_no_source_no_period():
    assert find_period(("", "330683001001GB00001", "税收入库明细"), "month") is None
    assert find_period(("2023",), "month") is None
    assert find_period(("2023-13",), "month") is None
    assert find_period(("2023年1-6月税收入库明细", "2023-06"), "month") is None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("2023年1-6月规上工业主要指标", "2023-06"),
        ("2023年1—2月", "2023-02"),
        ("2023年1月至11月", "2023-11"),
        ("2023 1-12月", "2023-12"),
        ("2023年上半年", "2023-06"),
        ("2023年前三季度", "2023-09"),
        ("2023年一季度", "2023-03"),
        ("2023年全年", "2023-12"),
        ("2023年6月", "2023-06"),
        ("2023年3-6月", None),
        ("2023年1-13月", None),
        ("2023年6-1月", None),
    ],
)
def test_a_report_since_january_is_of_its_last_month_where_the_list_is_cumulative(source, text):
    found = find_period((source,), "month", cumulative=True)
    assert (found.text if found else None) == text


@pytest.mark.parametrize("source", ["2023年1-6月", "2023年上半年", "2023年前三季度", "2023年1-2月"])
def test_a_report_since_january_is_no_month_elsewhere(source):
    assert find_period((source, "2023-06"), "month") is None


def test_a_period_has_its_days():
    assert find_period(("2023-02",), "month") == Period("2023-02", date(2023, 2, 1), date(2023, 2, 28))


def test_the_sender_tells_the_part_before_the_title():
    above = "用地情况 填报单位：剡湖街道 2023 含甘霖镇"
    assert find_part(Sidecar(), above, ["三江街道用地情况"], PARTS) == "剡湖街道"
    assert find_part(Sidecar(part="三江"), above, [], PARTS) == "三江街道"
    assert find_part(Sidecar(), "说明：含甘霖镇", ["嵊州市用地情况"], PARTS) == "whole"


def test_a_supplement_says_so():
    assert find_delivery(Sidecar(), ["2023年6月税收（补报）"]) == "supplement"
    assert find_delivery(Sidecar(delivery="full"), ["补报"]) == "full"
    assert find_delivery(Sidecar(), ["2023年6月税收"]) == "full"
    assert find_delivery(Sidecar(), ["2023年6月税收 请补充完整"]) == "full"


def test_naive_instants_mean_shanghai():
    assert to_utc(datetime(2024, 1, 20, 8)) == datetime(2024, 1, 20)
    assert to_utc(datetime.fromisoformat("2024-01-20T08:00+00:00")) == datetime(2024, 1, 20, 8)


@pytest.mark.parametrize(
    "text",
    ["periode: 2023", "period: [", "delivery: half", "- a", "received_at: 2023-02-30", "received_at: 0001-01-01T00:00"],
)
def test_a_sidecar_that_cannot_be_understood_is_refused(text):
    with pytest.raises(Refused) as stop:
        read_sidecar(text)
    assert stop.value.refusal.code == "bad_sidecar"


def test_a_sidecar_may_write_the_period_as_a_number():
    assert read_sidecar("period: 2023").period == "2023"
    assert read_sidecar(None) == Sidecar()
