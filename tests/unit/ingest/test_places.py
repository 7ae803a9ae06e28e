"""Regions and departments that are known, parts that a region may name."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.places import platform_names
from ingest.stage import take_in

LIST = "纳税人识别号,纳税人名称,征收项目,税款所属期,入库金额\n91350100M000100Y43,某某机械有限公司,增值税,2023-06,1.50\n"
PLATFORMS = "平台编码,平台名称,平台类型,备注\nP1,嵊州经济开发区,开发区,\n"


def put(home, path: str, content: str = LIST, sidecar: str = "") -> Path:
    file = home.inbox / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    if sidecar:
        file.with_name(file.name + ".meta.yml").write_text(sidecar, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("path", "code", "near"),
    [
        ("999999/tax/2023-06/a.csv", "unknown_region", "33"),
        ("330638/tax/2023-06/a.csv", "unknown_region", "330683"),
        ("330684/tax/2023-06/a.csv", "unknown_region", "330683"),
        ("嵊州/tax/a.csv", "wrong_place", "330683"),
        ("330683/taxes/a.csv", "wrong_place", "tax"),
        ("a.csv", "wrong_place", ""),
    ],
)
def test_a_place_that_is_none_is_refused_with_the_nearest(home, contracts, path, code, near):
    put(home, path)
    ((_, refusal),) = take_in(home, contracts).refusals
    assert refusal.code == code and near in refusal.zh


@pytest.mark.parametrize(
    ("part", "code"), [("甘林", "unknown_part"), ("../../etc", "unknown_part"), ("x" * 65, "bad_sidecar")]
)
def test_a_part_that_is_none_is_refused_before_the_file_is_opened(home, contracts, part, code, monkeypatch):
    from ingest.recognise import batches

    monkeypatch.setattr(batches, "open_sheets", lambda *_: pytest.fail("opened"))
    put(home, "330683/tax/2023-06/a.csv", sidecar=f"part: '{part}'\n")
    ((_, refusal),) = take_in(home, contracts).refusals
    assert refusal.code == code and len(refusal.zh) < 200


def test_a_platform_is_a_part_once_its_region_has_named_it(home, contracts):
    put(home, "330683/tax/2023-06/a.csv", sidecar="part: 开发区\n")
    ((_, refusal),) = take_in(home, contracts).refusals
    assert refusal.code == "unknown_part"
    assert take_in(home, contracts).new_files == 0
    header = ",".join(dict.fromkeys(c.zh for c in contracts["platform.register"].columns if c.required))
    row = {"平台编码": "P1", "平台名称": "嵊州经济开发区", "平台类型": "开发区"}
    cells = ",".join(row.get(name, "") for name in header.split(","))
    put(home, "330683/platform/2023-06-30/平台.csv", f"{header}\n{cells}\n")
    report = take_in(home, contracts)
    assert platform_names(home, contracts) == {"330683": ("嵊州经济开发区",)}
    assert not report.refusals and report.new_files == 2
