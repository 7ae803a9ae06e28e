"""Numbers of persons in every writing go; amounts, dates and codes of anything else stay."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.persons.numbers import mask_numbers, masked_numbers

MOBILES = """13812340004|１３８１２３４０００４|138.1234.0004|138 123 40005|138-1234-0004|+86 13812340004|+8613812340004
0086 13812340004|a13812340009|1 3 8 1 2 3 4 0 0 0 4|138 12 34 00 04|13812340004.0|138\u200b12340004|13812340004/13812340005"""
OTHERS = """0575-83010006|(0575)83010006|（0575）83010006-8012|0575 83010006转801|057583010006|010-62345678
330683198807011234|33068319880701123X|33068319880701123x|330683 19880701 1234|330683-1988-0701-1234
330683.19880701.123x|３３０６８３１９８８０７０１１２３４|330683880701123|330683 880701 123|6222021211000123456
6222 0212 1100 0123 456|4111111111111111|4111 1111 1111 1111|护照E12345678|G12345678|护照号码：MA1234567|电话83010006"""
NONE = """15060000000.00|1681680.0000|91330683MA2D8XXX12|913306831234567890|91330683704500123X|330683001001GB00012
330683001001GB00012F00010001|3306832020B00123|3306832023A21000|2018-330683-35-03-012345-000|嵊环罚〔2023〕12号
浙（2020）嵊州市不动产权第0012345号|330683202301150012|2023-06-15 12:30:45|20230615|2023年6月15日|12,345,678.90
面积13.52亩，1380.5平方米|120.812345,29.581234|E120°48′30.50″|33068300012345|嵊安2023-0012|GB 18599-2020
甘霖镇东湖路138号|XM20230615001|浙土字A[2012]-0123|330683102004|0.57583010006|3301102023010112345"""


def split(lines: str) -> list[str]:
    return [text for line in lines.split("\n") for text in line.split("|")]


@pytest.mark.parametrize("text", [*split(MOBILES), *split(OTHERS)])
def test_numbers_of_persons_are_masked_in_every_writing(text):
    masked = masked_numbers(f"整改，{text}，已答复")
    assert "***" in masked and sum(letter.isdigit() for letter in masked) <= 1
    assert masked.startswith("整改，") and masked.endswith("，已答复")


@pytest.mark.parametrize("text", split(NONE))
def test_other_numbers_stay(text):
    assert masked_numbers(text) == text


def test_a_column_is_masked_as_its_cells_are():
    cells = pl.Series(["13812340004", None, "无", "面积13.52亩", "13812340004"])
    assert mask_numbers(cells).to_list() == ["***", None, "无", "面积13.52亩", "***"]
